using QuantMatrix.MarketData.Replay;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData;

public class ReplaySampleTests
{
    [FixtureFact]
    public async Task The_five_years_of_the_sp500_give_every_row_as_a_bar_but_the_known_defects()
    {
        var folder = await Load(Fixtures.Path("ohlcv", "sp500_5yr"));

        folder.InputRows.ShouldBe(152_135);
        folder.Symbols.Count.ShouldBe(Directory.GetFiles(Fixtures.Path("ohlcv", "sp500_5yr")).Length);
        folder.NewestSession.ShouldBe(new DateOnly(2018, 2, 7));
        folder.Rejected.Select(r => $"{r.Symbol} {r.Date} {r.File}:{r.Line} {Kind(r.Reason)} {r.Row}").ShouldBe(KnownDefects(), ignoreOrder: true);
        folder.Rejected.Single(r => r.Symbol == "AOS").Reason.ShouldBe("high 23.595 below open 23.89");
        folder.Rejected.Single(r => r.Symbol == "VRTX").Reason.ShouldBe("open is empty");
    }

    [Fact]
    public async Task The_sample_gives_every_row_as_a_bar_but_the_broken_one()
    {
        var folder = await Load(Sample.Folder);

        (folder.InputRows, folder.Bars.Count, folder.Symbols.Count).ShouldBe((Sample.Bars + Sample.BrokenRows, Sample.Bars, Sample.Symbols));
        folder.NewestSession.ShouldBe(new DateOnly(2018, 2, 7));
        folder.Constituents.Select(index => (index.Key, index.Value.Count)).ShouldBe([("DOW30", 30), ("SAMPLE", 18)]);
        folder.Rejected.Select(r => $"{r.Symbol} {r.Date} {r.File}:{r.Line} {r.Reason}")
            .ShouldBe(["CHK 2014-06-30 bars.csv:11682 low 30.37 above close 29.39"]);
    }

    [Fact]
    public async Task The_numbers_equal_the_text_of_the_file()
    {
        var bars = (await Load(Sample.Folder)).Bars;
        var row = bars.Starts[bars.IndexOf("AAPL")];

        (Day.Text(bars.Days[row]), bars.Open[row], bars.High[row], bars.Low[row], bars.Close[row], bars.Volume[row], bars.Source[row])
            .ShouldBe(("2013-02-08", 67.7142, 68.4014, 66.8928, 67.8542, 158168416L, "replay"));
        bars.AdjClose[row].ShouldBe(double.NaN);
    }

    [FixtureFact]
    public async Task Other_file_layouts_load_without_the_rows_their_author_labelled_bad()
    {
        var folder = await Load(Fixtures.Path("ohlcv", "skender_quotes"));

        folder.Symbols.ShouldBe(["BAD", "DEFAULT", "MISMATCH", "MSFT", "PENNY"]);
        Count(folder.Bars, "DEFAULT").ShouldBe(502);
        Count(folder.Bars, "MISMATCH").ShouldBe(502);
        Count(folder.Bars, "MSFT").ShouldBe(8111);
        Count(folder.Bars, "PENNY").ShouldBe(533);
        folder.Rejected.Where(r => r.Symbol == "ZEROS").Select(r => r.Reason).ShouldBe(Enumerable.Repeat("open 0 is not positive", 200));
        folder.Rejected.Single(r => r.File == "bad_with_scenario.csv").Reason.ShouldStartWith("file name 'bad_with_scenario' is not a ticker");
        folder.InputRows.ShouldBe(502 * 3 + 8111 + 533 + 200 + 1);
        await RejectionsShouldMatchLabelsAsync();
    }

    [Fact]
    public async Task A_session_without_volume_is_a_bar()
    {
        using var folder = new TemporaryFolder().With("AAPL.csv", TemporaryFolder.Header + "2024-03-04,10,12,9,11,0\n");

        (await folder.LoadAsync()).Bars.Volume.ToArray().ShouldBe([0]);
    }

    private static async Task RejectionsShouldMatchLabelsAsync()
    {
        using var link = new TemporaryFolder();
        File.CreateSymbolicLink(link.File("BAD.csv"), Fixtures.Path("ohlcv", "skender_quotes", "bad_with_scenario.csv"));
        var reasonOf = (await link.LoadAsync()).Rejected.ToDictionary(r => (int)r.Line, r => r.Reason);
        var rows = File.ReadLines(link.File("BAD.csv")).Skip(1).Select((text, i) => (Line: i + 2, Label: text[(text.LastIndexOf(',') + 1)..]))
            .Where(r => r.Line != 357).ToList(); // labelled negative, but no value is

        rows.Where(r => r.Label is "negative" or "illogical" or "no date" or "nulls" or "zeros").ShouldAllBe(r => reasonOf.ContainsKey(r.Line));
        rows.Where(r => r.Label is "normal" or "flatline" or "big" or "increasing" or "decreasing" or "tiny").ShouldAllBe(r => !reasonOf.ContainsKey(r.Line));
    }

    private static Task<ReplayFolder> Load(string folder) =>
        TemporaryFolder.LoadAsync(new ReplayOptions { Folder = folder, Today = TemporaryFolder.Today });

    private static int Count(Bars bars, string symbol) => bars.RowsOf(bars.IndexOf(symbol)).GetOffsetAndLength(bars.Count).Length;

    private static string Kind(string reason) => reason.EndsWith("is empty", StringComparison.Ordinal) ? "empty field" : "OHLC order";

    /// <summary>The listed defects with a line; the others are missing sessions.</summary>
    private static IEnumerable<string> KnownDefects() =>
        from line in File.ReadLines(Fixtures.Path("ohlcv", "sp500_5yr_DEFECTS.csv")).Skip(1)
        let cells = line.Split(',', 5)
        where cells[2].Length > 0
        select $"{cells[0]} {cells[1]} {cells[0]}.csv:{cells[2]} {cells[3]} {cells[4].Trim('"')}";
}
