using System.Globalization;
using System.Text;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Tests.UnitTests.Constituents;

/// <summary>Refreshes five real snapshots of Wikipedia's list in turn and compares with an independent list of changes.</summary>
public class SnapshotTests
{
    private static readonly string[] Days = ["20221108", "20230102", "20230403", "20230703", "20231002"];

    /// <summary>A known difference: the snapshot of 2023-10-02 predates the edit for that day's change.</summary>
    private static readonly string[] WrittenLater = ["2023-10-02 DXC VLTO"];

    [FixtureFact]
    public async Task The_intervals_of_five_real_snapshots_agree_with_an_independent_change_list()
    {
        using var trial = new TrialConstituents { Renames = RenameFile.Read(Path.Combine(Fixtures.Repository, "data", "constituents", "renames.csv")) };
        foreach (var day in Days)
        {
            trial.AsOf = Date(day);
            (await trial.With("wikipedia", _ => Page(day)).RunAsync()).ShouldBe(Batch.Graph.JobStatus.Ok, "SP500 503 (wikipedia)");
        }
        var stored = await trial.StoredAsync();
        var renamed = trial.Renames.Where(r => Date(Days[0]) <= r.Date && r.Date <= trial.AsOf).ToList();

        foreach (var (from, to) in Days.Zip(Days.Skip(1), (a, b) => (Date(a), Date(b))))
        {
            var changes = Changes().Where(c => c.Date > from && c.Date <= to && !WrittenLater.Contains(Text(c))).ToList();
            string[] Real(IEnumerable<string> symbols) => [.. symbols.Except(renamed.SelectMany(r => (string[])[r.From, r.To])).Order()];

            stored.Where(m => m.FirstSeen == to).Select(m => m.Symbol).Order().ShouldBe(Real(changes.SelectMany(c => c.Added)));
            stored.Where(m => m.BecameInactive == to).Select(m => m.Symbol).Order().ShouldBe(Real(changes.SelectMany(c => c.Removed)));
        }
        stored.Where(m => m.BecameInactive is null).Select(m => m.Symbol).ShouldBe(Page(Days[^1]).Order(StringComparer.Ordinal));

        string[] now = ["COR", "EG", "FI", "GEN", "RVTY"], before = ["ABC", "RE", "FISV", "NLOK", "PKI"];
        now.ShouldAllBe(s => stored.Single(m => m.Symbol == s).FirstSeen == Date(Days[0]) && stored.Single(m => m.Symbol == s).BecameInactive == null);
        stored.Select(m => m.Symbol).Intersect(before).ShouldBeEmpty();
    }

    [FixtureFact]
    public void Each_committed_rename_is_in_an_independent_change_list()
    {
        var changes = Changes().ToList();
        foreach (var rename in RenameFile.Read(Path.Combine(Fixtures.Repository, "data", "constituents", "renames.csv")))
            changes.ShouldContain(c => c.Date == rename.Date && c.Removed.Contains(rename.From) && c.Added.Contains(rename.To), rename.ToString());
    }

    /// <summary>A whole page as Wikipedia serves it, cut anywhere, and the excerpts recorded from FMP.</summary>
    [FixtureFact]
    public void Recorded_pages_and_responses_give_their_members_and_half_a_page_none()
    {
        var page = File.ReadAllBytes(Fixtures.Path("constituents", "wikipedia_html", "List_of_SP500_2026-05_vector2022.html"));
        var expected = File.ReadLines(Fixtures.Path("constituents", "wikipedia_html", "EXPECTED_rows.csv")).Skip(1)
            .Select(row => row.Split(',')[2].Replace('.', '-')).Order(StringComparer.Ordinal).ToList();

        expected.Count.ShouldBe(503);
        var members = WikipediaConstituents.Parse(page, "page");
        members.Symbols().ShouldBe(expected);
        members.ShouldContain(new IndexMember("BRK-B", "Financials", "Multi-Sector Holdings") { Name = "Berkshire Hathaway" });
        members.ShouldAllBe(m => m.Name != null && m.Sector != null && m.Industry != null);
        var table = Encoding.UTF8.GetString(page).IndexOf("id=\"constituents\"", StringComparison.Ordinal);
        Should.Throw<DataUnfitException>(() => WikipediaConstituents.Parse(page.AsSpan(0, table + 20_100), "page"));
        FmpConstituents.Parse(File.ReadAllBytes(Fixtures.Path("providers", "fmp", "sp500-constituent__excerpt.json"))).ShouldBe(
        [
            new("ARES", "Financial Services", "Asset Management") { Name = "Ares Management Corporation" },
            new("Q", "Technology", "Semiconductors") { Name = "Qnity Electronics, Inc." },
            new("SNDK", "Technology", "Hardware, Equipment & Parts") { Name = "Sandisk Corporation" },
        ]);
        FmpConstituents.Parse(File.ReadAllBytes(Fixtures.Path("providers", "fmp", "dowjones-constituent__excerpt.json"))).Symbols()
            .ShouldBe(["AMZN", "NVDA", "SHW"]);
    }

    /// <summary>The number of members of the S&amp;P 500 that joined and left by day since 2019, without ticker changes.</summary>
    internal static IReadOnlyList<(DateOnly Date, int Added, int Removed)> RealChanges()
    {
        var renames = RenameFile.Read(Path.Combine(Fixtures.Repository, "data", "constituents", "renames.csv"));
        return [.. from change in Changes()
            let renamed = renames.Count(r => change.Removed.Contains(r.From) && change.Added.Contains(r.To))
            select (change.Date, change.Added.Length - renamed, change.Removed.Length - renamed)];
    }

    private static IReadOnlyList<string> Page(string day) =>
        [.. File.ReadLines(Fixtures.Path("constituents", "wikipedia_daily", $"{day}.csv")).Skip(1)
            .Select(row => row.Split(',')[0].Trim('"').Replace('.', '-'))];

    private static IEnumerable<(DateOnly Date, string[] Added, string[] Removed)> Changes() =>
        from row in File.ReadLines(Fixtures.Path("constituents", "sp500_changes_since_2019.csv")).Skip(1)
        let cells = row.Split('"')
        select (DateOnly.Parse(cells[0].TrimEnd(','), CultureInfo.InvariantCulture), Tickers(cells[1]), Tickers(cells[3]));

    private static string Text((DateOnly Date, string[] Added, string[] Removed) change) =>
        $"{change.Date:yyyy-MM-dd} {string.Join(' ', change.Removed)} {string.Join(' ', change.Added)}";

    private static string[] Tickers(string cell) => [.. cell.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(t => t.Replace('.', '-'))];

    private static DateOnly Date(string day) => DateOnly.ParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture);
}
