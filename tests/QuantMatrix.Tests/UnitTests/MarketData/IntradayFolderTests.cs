using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using QuantMatrix.Lake;
using QuantMatrix.MarketData;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData;

/// <summary>5-minute files in the subfolder <c>5m</c> of a replay folder.</summary>
public sealed class IntradayFolderTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Files_of_one_symbol_and_long_files_give_the_slots_of_the_request()
    {
        Write("5m/AAPL.csv", "timestamp,open,high,low,close,volume\n"
            + "2025-06-16 09:30,10,11,9,10.5,700\n2025-06-16 16:00,1,1,1,1,1\n2025-06-17 09:30,2,2,2,2,2\n");
        Write("5m/more/others.csv", "symbol;Datetime;o;h;l;c;v\nMSFT;2025-06-16T13:35:00Z;20;21;19;20,5;70\nMSFT;2025-06-16T13:30:00Z;20;21;19;20.5;70\n");
        var all = await FetchAsync("AAPL", "MSFT", "NONE");
        Lines(all[0]).ShouldBe(["AAPL 2025-06-16 0 10 11 9 10.5 700"]);
        Lines(all[1]).ShouldBe(["MSFT 2025-06-16 0 20 21 19 20.5 70"]);
        all[1].Rejected.ShouldHaveSingleItem().Reason.ShouldBe("close '20,5' is not a number");
        all[2].Failure!.Reason.ShouldBe("no 5-minute bars in the folder 5m");
        all[0].Series!.Source.ShouldBe("replay");
    }

    [Fact]
    public async Task The_later_of_two_rows_for_a_slot_counts_and_rows_off_the_grid_or_without_a_time_are_rejected()
    {
        Write("5m/AAPL.csv", """
            date,open,high,low,close,volume
            2025-06-16 09:35,1,1,1,1,1
            2025-06-16 09:30,2,2,2,2,2
            2025-06-16 09:35,3,3,3,3,3
            2025-06-16 09:41,4,4,4,4,4
            2025-06-16,5,5,5,5,5
            2025-06-15 09:30,6,6,6,6,6
            """);
        var apple = (await FetchAsync("AAPL"))[0];
        Lines(apple).ShouldBe(["AAPL 2025-06-16 0 2 2 2 2 2", "AAPL 2025-06-16 1 3 3 3 3 3"]);
        apple.Rejected.Select(r => $"{r.File}:{r.Line}: {r.Reason}").ShouldBe([
            "AAPL.csv:5: time 09:41:00 is not the start of a slot of 5 minutes",
            "AAPL.csv:6: '2025-06-16' is not a time; expected one like 2025-06-16 09:35, of the exchange, with an offset, or Unix seconds",
            "AAPL.csv:7: 2025-06-15 is no session"]);
    }

    [Theory]
    [InlineData("", 9)] // without a zone: the exchange's time
    [InlineData("UTC", 13)]
    [InlineData("Europe/Paris", 13)] // an instant, whatever the zone it is shown in
    public async Task Parquet_timestamps_with_a_zone_are_instants(string zone, int hour)
    {
        var type = new TimestampType(TimeUnit.Microsecond, zone.Length == 0 ? null : zone);
        var stamps = new TimestampArray.Builder(type).Append(new DateTimeOffset(2025, 6, 16, hour, 40, 0, TimeSpan.Zero)).Build();
        var ten = new DoubleArray.Builder().Append(10).Build();
        var batch = new RecordBatch(new Schema(
            [new("symbol", StringType.Default, false), new("timestamp", type, false),
                .. "open high low close".Split(' ').Select(n => new Field(n, DoubleType.Default, false)), new("volume", Int64Type.Default, false)], null),
            [new StringArray.Builder().Append("AAPL").Build(), stamps, ten, ten, ten, ten, new Int64Array.Builder().Append(5).Build()], 1);
        Write("5m/all.parquet", "");
        Lines((await FetchAsync((_, _) => [batch], "AAPL"))[0]).ShouldBe(["AAPL 2025-06-16 2 10 10 10 10 5"]);
    }

    [Fact]
    public async Task A_folder_without_a_usable_file_is_unfit()
    {
        Write("5m/AAPL.csv", "date,open\n2025-06-16,1\n");
        (await Should.ThrowAsync<DataUnfitException>(() => FetchAsync("AAPL"))).Message.ShouldContain("AAPL.csv: column high is missing");
    }

    [Fact]
    public void The_subfolder_is_no_part_of_the_daily_bars()
    {
        Write("AAPL.csv", "date,open,high,low,close,volume\n2025-06-16,10,11,9,10.5,700\n");
        Write("5m/AAPL.csv", "date,open,high,low,close,volume\n2025-06-16 09:30,10,11,9,10.5,700\n");
        ReplayFiles.In(folder.Path).ShouldHaveSingleItem().Name.ShouldBe("AAPL.csv");
        IntradayFolder.IsIn(folder.Path).ShouldBeTrue();
    }

    [Fact]
    public void The_fingerprint_is_that_of_the_content()
    {
        Write("5m/AAPL.csv", "date,open\n");
        var before = Source().Fingerprint;
        Source().Fingerprint.ShouldBe(before);
        Write("5m/AAPL.csv", "date,open,high\n");
        Source().Fingerprint.ShouldNotBe(before);
    }

    private IntradayFolder Source(Func<string, CancellationToken, IEnumerable<RecordBatch>>? parquet = null) =>
        new(new ReplayOptions { Folder = folder.Path, Today = new(2025, 6, 20), OpenParquet = parquet ?? ParquetFile.Read });

    private Task<List<IntradayFetched>> FetchAsync(params string[] symbols) => FetchAsync(null, symbols);

    private async Task<List<IntradayFetched>> FetchAsync(Func<string, CancellationToken, IEnumerable<RecordBatch>>? parquet, params string[] symbols)
    {
        var all = new List<IntradayFetched>();
        var requests = symbols.Select(s => new IntradayRequest(s, SessionCalendar.First, new(2025, 6, 16)) { Calendar = new([]), Today = new(2025, 6, 20) });
        await foreach (var fetched in Source(parquet).FetchAsync([.. requests], CancellationToken.None)) all.Add(fetched);
        return all;
    }

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.Path, file))!);
        File.WriteAllText(Path.Combine(folder.Path, file), text);
    }

    private static IEnumerable<string> Lines(IntradayFetched fetched) => fetched.Series!.Bars.Select(b => string.Create(CultureInfo.InvariantCulture,
        $"{fetched.Symbol} {Day.Text(b.Day)} {b.Slot} {b.Open} {b.High} {b.Low} {b.Close} {b.Volume}"));
}
