using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Lake;

/// <summary>Splits and dividends, and conflicts of price bases, between nights.</summary>
public sealed partial class LakeTests
{
    private static readonly DateOnly ExDate = new(2024, 3, 4);

    [Fact]
    public async Task Two_dividends_of_one_day_are_two_rows_and_a_restatement_replaces_both()
    {
        await ApplyActions(Dividend(1.5), Dividend(0.25), Split(2, applied: false), Dividend(0.4, "BBB"));
        (await Rows("SELECT symbol, kind, value, status FROM corporate_actions"))
            .ShouldBe(["AAA dividend 0.25 applied", "AAA dividend 1.5 applied", "AAA split 2 pending", "BBB dividend 0.4 applied"]);
        await ApplyActions(Dividend(1.75), Split(2, applied: true));
        (await Rows("SELECT symbol, kind, value, status FROM corporate_actions"))
            .ShouldBe(["AAA dividend 1.75 applied", "AAA split 2 applied", "BBB dividend 0.4 applied"]);
    }

    [Fact]
    public async Task Actions_applied_twice_change_nothing()
    {
        await ApplyActions(Dividend(1.5), Dividend(0.25));
        var version = lake.Current().Version;
        await ApplyActions(Dividend(0.25), Dividend(1.5));
        lake.Current().Version.ShouldBe(version);
    }

    [Fact]
    public async Task A_conflict_is_remembered_until_its_symbol_is_decided_otherwise()
    {
        await Decide(new("AAA", "two", 1.25, ExDate), Decided("AAA", Outcome.Refused));
        await Decide(new("BBB", "two", 0.8, ExDate), Decided("BBB", Outcome.Refused));
        (await Rows("SELECT symbol, CAST(date AS VARCHAR), source, factor FROM basis_conflicts"))
            .ShouldBe(["AAA 2024-03-04 two 1.25", "BBB 2024-03-04 two 0.8"]);
        var version = lake.Current().Version;
        await Decide(new("AAA", "two", 1.25, ExDate), Decided("AAA", Outcome.Refused));
        await Decide(null, Decided("AAA", Outcome.NeedsWholeSeries));
        lake.Current().Version.ShouldBe(version);
        await Decide(null, Decided("AAA", Outcome.Merged));
        (await Rows("SELECT symbol FROM basis_conflicts")).ShouldBe(["BBB"]);
        await Decide(null, Decided("BBB", Outcome.Refused));
        (await Rows("SELECT symbol FROM basis_conflicts")).ShouldBeEmpty();
    }

    private async Task ApplyActions(params RecordedAction[] actions)
    {
        var commit = lake.Begin("r");
        await commit.ApplyAsync(new Changes { Actions = actions }, default);
        commit.Publish();
    }

    private async Task Decide(BasisConflict? conflict, Decision decision)
    {
        var commit = lake.Begin("r");
        await commit.ApplyAsync(new Changes { Conflicts = conflict is null ? [] : [conflict], Decisions = [decision] }, default);
        commit.Publish();
    }

    private static Decision Decided(string symbol, Outcome outcome) => new(symbol, outcome) { Source = "two" };

    private static RecordedAction Dividend(double cash, string symbol = "AAA") => new(new(symbol, ExDate, ActionKind.Dividend, cash, "one"), true);

    private static RecordedAction Split(double ratio, bool applied) => new(new("AAA", ExDate, ActionKind.Split, ratio, "one"), applied);
}
