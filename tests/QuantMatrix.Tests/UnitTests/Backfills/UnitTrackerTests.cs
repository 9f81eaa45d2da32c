using QuantMatrix.Batch.Jobs;
using QuantMatrix.Lake.Tables;
using QuantMatrix.MarketData;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Backfills;

/// <summary>The sessions that stay open after what a response and a commit say about them.</summary>
public class UnitTrackerTests
{
    private const int Monday = 20_000;

    /// <summary>Monday to Wednesday are missing of A and B; A has older bars.</summary>
    private static readonly DueBars Due = new(["A", "B", "C"], [], new Dictionary<string, DateOnly> { ["A"] = Day.Date(Monday - 50) })
    {
        Missing = new Dictionary<string, IReadOnlyList<DateOnly>> { ["A"] = Days(0, 1, 2), ["B"] = Days(0, 1, 2) }, Since = Day.Date(Monday),
    };

    private readonly UnitTracker units = new("job", "run", Due);

    [Fact]
    public void A_session_without_a_bar_in_the_response_is_missing()
    {
        var change = units.After(Stored(Merged("A"), BarsOf("A", 0, 2)));
        (change.Job, change.Since).ShouldBe(("job", Day.Date(Monday)));
        change.Symbols.ShouldBe(["A"]);
        Text(change).ShouldBe(["A+1 missing: the response has no bar of this session"]);
    }

    [Fact]
    public void Stored_sessions_are_closed_whether_inserted_or_replaced() =>
        Text(units.After(Stored(Merged("A"), BarsOf("A", 0)) with { Replaced = BarsOf("A", 1, 2) })).ShouldBeEmpty();

    [Fact]
    public void Sessions_before_the_first_bar_of_a_new_symbol_do_not_exist()
    {
        Text(units.After(Stored(Merged("B"), BarsOf("B", 2)))).ShouldBeEmpty();
        Text(units.After(Stored(Merged("A"), BarsOf("A", 2)))).ShouldBe(["A+0 missing: the response has no bar of this session",
            "A+1 missing: the response has no bar of this session"]);
    }

    [Fact]
    public void A_whole_series_without_older_bars_closes_the_sessions_before_its_first_one()
    {
        var due = Due with { Oldest = new Dictionary<string, DateOnly> { ["A"] = Day.Date(Monday + 2) } };
        var change = new UnitTracker("job", "run", due).After(Stored(Merged("A") with { FetchedFrom = Day.Date(Monday - 200) }, BarsOf("A", 1)));
        Text(change).ShouldBe(["A+2 missing: the response has no bar of this session"]);
    }

    [Fact]
    public void A_symbol_that_cannot_be_served_has_failed_units_with_the_reason_until_a_later_response_is_accepted()
    {
        units.Add(new(Bars.Empty, [], [new("B", "yahoo: HTTP 404")]), []);
        Text(units.After(new())).ShouldBe(["B+0 failed: yahoo: HTTP 404", "B+1 failed: yahoo: HTTP 404", "B+2 failed: yahoo: HTTP 404"]);
        Text(units.After(Stored(Merged("B"), BarsOf("B", 0, 1)))).ShouldBe(["B+2 missing: the response has no bar of this session"]);
    }

    [Theory]
    [InlineData(Outcome.Refused, OpenUnit.Failed)]
    [InlineData(Outcome.Held, OpenUnit.Held)]
    [InlineData(Outcome.NeedsWholeSeries, OpenUnit.Held)]
    public void What_the_reconciler_does_not_accept_is_open_with_its_reason(Outcome outcome, string state) =>
        Text(units.After(Stored(new Decision("A", outcome, "another listing") { Source = "fmp" }, Bars.Empty)))
            .ShouldBe([.. Enumerable.Range(0, 3).Select(day => $"A+{day} {state}: another listing")]);

    [Fact]
    public void A_held_bar_is_held_and_named_with_the_command_that_shows_it()
    {
        units.Add(new(Bars.Empty, [], []), [Row("A", 0)]);
        Text(units.After(Stored(Merged("A"), BarsOf("A", 2)) with { Held = [Row("A", 1)] })).ShouldBe(
            ["A+0 held: in quarantine; ./run.sh quarantine show A", "A+1 held: in quarantine; ./run.sh quarantine show A"]);
    }

    [Fact]
    public void At_the_end_every_symbol_is_dealt_with_and_one_without_a_due_session_has_no_unit()
    {
        var change = units.Final();
        change.Symbols.ShouldBe(["A", "B", "C"]);
        change.Open.Select(u => u.Symbol).Distinct().ShouldBe(["A", "B"]);
        change.Open.ShouldAllBe(u => u.Attempts == 1 && u.FirstRun == "run" && u.LastRun == "run");
    }

    private static IReadOnlyList<DateOnly> Days(params int[] days) => [.. days.Select(day => Day.Date(Monday + day))];

    private static Decision Merged(string symbol) => new(symbol, Outcome.Merged) { Source = "fmp" };

    private static Changes Stored(Decision decision, Bars inserted) => new() { Decisions = [decision], Inserted = inserted };

    private static Bars BarsOf(string symbol, params int[] days)
    {
        var builder = new BarsBuilder();
        foreach (var day in days) builder.Add(symbol, new Bar(Monday + day, 10, 12, 9, 11, double.NaN, 100), "fmp");
        return builder.Build();
    }

    private static RejectedRow Row(string symbol, int day) => new(symbol, Day.Text(Monday + day), "fmp", "/file", 1, "price step", "");

    private static IEnumerable<string> Text(UnitChange change) => change.Open.Select(u => $"{u.Symbol}+{u.Day - Monday} {u.State}: {u.Reason}");
}
