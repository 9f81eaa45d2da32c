using Apache.Arrow.Types;
using Apache.Arrow;
using QuantMatrix.Lake.Tables;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData;

public class ReplayParquetTests
{
    private static readonly DateOnly First = new(2024, 3, 4);

    [Fact]
    public async Task Bars_in_the_lake_format_are_read_back_unchanged_and_with_total_return_closes_beside_them()
    {
        var builder = new BarsBuilder();
        builder.Add("AAPL", new Bar(Day.Of(First), 10.125, 12, 9, 11, double.NaN, long.MaxValue), "fmp");
        builder.Add("AAPL", new Bar(Day.Of(First) + 1, 10, 12, 9, 11, 10.5, 0), "yahoo");
        builder.Add("MSFT", new Bar(Day.Of(First), 1, 1, 1, 1, 1, 1), "fmp");
        var stored = PriceData.ToArrow(builder.Build());
        var schema = new Schema([.. stored.Schema.FieldsList, new Field("adj_close", DoubleType.Default, nullable: true)], null);
        var stated = new DoubleArray.Builder().AppendNull().Append(10.5).Append(1).Build();
        var bars = (await Load(new RecordBatch(schema, [.. stored.Arrays, stated], stored.Length))).Bars;

        bars.Symbols.ShouldBe(["AAPL", "MSFT"]);
        bars.Starts.ShouldBe([0, 2, 3]);
        bars.Open.ToArray().ShouldBe([10.125, 10, 1]);
        bars.AdjClose.ToArray().ShouldBe([double.NaN, 10.5, 1]);
        bars.Volume.ToArray().ShouldBe([long.MaxValue, 0, 1]);
        bars.Source.ToArray().ShouldBe(["fmp", "yahoo", "fmp"]);
    }

    public static TheoryData<string, IArrowArray> Dates => new()
    {
        { "date32", new Date32Array.Builder().Append(First.ToDateTime(default)).Build() },
        { "timestamp", Stamp(null, new(2024, 3, 4, 16, 0, 0, TimeSpan.Zero)) },
        { "compact number", new Int32Array.Builder().Append(20240304).Build() },
        { "milliseconds", new Int64Array.Builder().Append(1_709_510_400_000).Build() },
        { "text", new StringArray.Builder().Append("Mar 4, 2024").Build() },
        { "view of text", new StringViewArray.Builder().Append("2024-03-04").Build() },
    };

    [Theory]
    [MemberData(nameof(Dates))]
    public async Task A_date_may_be_of_any_type_that_identifies_a_day(string type, IArrowArray date) =>
        (await Load(Batch(date: date))).NewestSession.ShouldBe(First, type);

    [Fact]
    public async Task An_order_of_text_dates_is_decided_by_all_batches()
    {
        var bars = (await Load(Batch(date: Text("4/3/2024")), Batch(date: Text("14/3/2024")))).Bars;

        bars.Days.ToArray().Select(Day.Text).ShouldBe(["2024-03-04", "2024-03-14"]);
        (await Should.ThrowAsync<DataUnfitException>(Load(Batch(date: Text("4/3/2024"))))).Message.ShouldContain("dates are ambiguous: line 1 '4/3/2024'");

        static IArrowArray Text(string date) => new StringArray.Builder().Append(date).Build();
    }

    [Fact]
    public async Task A_timestamp_in_another_zone_is_rejected_as_ambiguous()
    {
        var stamps = Stamp("Europe/Berlin", new(2024, 3, 3, 23, 0, 0, TimeSpan.Zero));

        (await Should.ThrowAsync<DataUnfitException>(Load(Batch(date: stamps)))).Message
            .ShouldContain("column date is a timestamp in Europe/Berlin; expected a date");
    }

    public static TheoryData<string, IArrowArray, long> Volumes => new()
    {
        { "int", new Int32Array.Builder().Append(5).Build(), 5 },
        { "double", new DoubleArray.Builder().Append(5e9).Build(), 5_000_000_000 },
        { "decimal", new Decimal128Array.Builder(new Decimal128Type(18, 2)).Append(7.00m).Build(), 7 },
        { "fractional double", new DoubleArray.Builder().Append(812.5).Build(), 812 },
        { "fractional float", new FloatArray.Builder().Append(813.5f).Build(), 814 },
        { "fractional decimal", new Decimal128Array.Builder(new Decimal128Type(18, 2)).Append(99.75m).Build(), 100 },
    };

    [Theory]
    [MemberData(nameof(Volumes))]
    public async Task A_volume_may_be_of_any_numeric_type(string type, IArrowArray volume, long expected) =>
        (await Load(Batch(volume: volume))).Bars.Volume[0].ShouldBe(expected, type);

    [Fact]
    public async Task Prices_may_be_floats_and_decimals()
    {
        var open = new FloatArray.Builder().Append(10.5f).Build();
        var high = new Decimal128Array.Builder(new Decimal128Type(18, 4)).Append(12.3456m).Build();
        var bars = (await Load(Batch(open: open, high: high))).Bars;

        (bars.Open[0], bars.High[0]).ShouldBe((10.5, 12.3456));
    }

    public static TheoryData<IArrowArray?, IArrowArray?, string> Faults => new()
    {
        { new DoubleArray.Builder().AppendNull().Build(), null, "open is empty" },
        { new DoubleArray.Builder().Append(13).Build(), null, "high 12 below open 13" },
        { null, new DoubleArray.Builder().Append(-0.25).Build(), "volume -0.25 is negative" },
        { null, new Decimal128Array.Builder(new Decimal128Type(18, 2)).Append(-7.5m).Build(), "volume -7.50 is negative" },
        { null, new DoubleArray.Builder().Append(double.NaN).Build(), "volume NaN is not a finite number" },
        { null, new DoubleArray.Builder().Append(1e300).Build(), "volume 1E+300 does not fit in 64 bits" },
        { null, new Int64Array.Builder().AppendNull().Build(), "volume is empty" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_bad_row_is_rejected_with_its_number_and_the_rest_is_loaded(IArrowArray? open, IArrowArray? volume, string reason)
    {
        var loaded = await Load(Batch(), Batch(open: open, volume: volume), Batch(symbol: "MSFT"));

        loaded.Symbols.ShouldBe(["AAPL", "MSFT"]);
        var row = loaded.Rejected.ShouldHaveSingleItem();
        (row.Symbol, row.Date, row.File, row.Line, row.Reason).ShouldBe(("AAPL", "2024-03-04", "bars.parquet", 2L, reason));
        row.Row.ShouldStartWith("AAPL,2024-03-04,");
    }

    [Fact]
    public async Task A_session_already_in_a_CSV_of_the_folder_is_rejected()
    {
        using var folder = new TemporaryFolder().With("AAPL.csv", TemporaryFolder.Header + TemporaryFolder.GoodRow);
        var row = (await Load(folder, () => [Batch()])).Rejected.ShouldHaveSingleItem();

        (row.Line, row.Reason, row.Row).ShouldBe((1L, "date 2024-03-04 repeats line 2 of AAPL.csv", "AAPL,2024-03-04,10,12,9,11,100"));
    }

    [Fact]
    public async Task A_file_that_fails_while_read_is_rejected_whole()
    {
        using var folder = new TemporaryFolder().With("MSFT.csv", TemporaryFolder.Header + TemporaryFolder.GoodRow);
        var loaded = await Load(folder, Broken);

        loaded.Symbols.ShouldBe(["MSFT"]);
        loaded.Rejected.ShouldHaveSingleItem().Reason.ShouldBe("the file cannot be read: bad footer");

        static IEnumerable<RecordBatch> Broken()
        {
            yield return Batch();
            throw new InvalidDataException("bad footer");
        }
    }

    private static async Task<ReplayFolder> Load(params RecordBatch[] batches)
    {
        using var folder = new TemporaryFolder();
        return await Load(folder, () => batches);
    }

    private static Task<ReplayFolder> Load(TemporaryFolder folder, Func<IEnumerable<RecordBatch>> batches)
    {
        folder.With("bars.parquet", "");
        return TemporaryFolder.LoadAsync(new ReplayOptions { Folder = folder.Path, Today = TemporaryFolder.Today, OpenParquet = (_, _) => batches() });
    }

    /// <summary>One valid row except for the given columns.</summary>
    private static RecordBatch Batch(
        string symbol = "AAPL", IArrowArray? date = null, IArrowArray? open = null, IArrowArray? high = null, IArrowArray? volume = null) =>
        new RecordBatch.Builder()
            .Append("Volume", true, volume ?? new Int64Array.Builder().Append(100).Build())
            .Append("symbol", true, new StringArray.Builder().Append(symbol).Build())
            .Append("date", true, date ?? new Date32Array.Builder().Append(First.ToDateTime(default)).Build())
            .Append("open", true, open ?? Price(10)).Append("high", true, high ?? Price(12)).Append("low", true, Price(9)).Append("close", true, Price(11))
            .Build();

    private static TimestampArray Stamp(string? zone, DateTimeOffset time) =>
        new TimestampArray.Builder(new TimestampType(TimeUnit.Microsecond, zone)).Append(time).Build();

    private static DoubleArray Price(double price) => new DoubleArray.Builder().Append(price).Build();
}
