using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Batch.Screens;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Tests.UnitTests.Screens;

/// <summary>The members of a past day, and the options that choose rows and columns.</summary>
public class ScreenUniverseTests
{
    private static readonly IndexMembers Members = new(
    [
        new("BIG", "A", new(2020, 1, 2), null), new("BIG", "B", new(2020, 1, 2), new(2020, 2, 3)), new("BIG", "C", new(2020, 2, 3), null),
        new("TOP", "A", new(2020, 1, 10), null),
    ]);

    [Theory]
    [InlineData(null, "2019-06-03", "A B")] // the first list stands in for the days before
    [InlineData(null, "2020-01-31", "A B")]
    [InlineData(null, "2020-02-02", "A B")]
    [InlineData(null, "2020-02-03", "A C")]
    [InlineData("BIG", "2020-01-31", "A B")]
    [InlineData("TOP", "2020-01-03", "A")]
    public void The_universe_of_a_day_is_its_members_and_not_what_is_held_or_watched_today(string? index, string day, string symbols)
    {
        var universe = new ScreenUniverse(Members, new HashSet<string> { "SPY" }, index);
        string.Join(' ', universe.Symbols.Where(s => universe.Contains(s, Day.Of(DateOnly.Parse(day, null))))).ShouldBe(symbols);
        universe.Contains("SPY", Day.Of(DateOnly.Parse(day, null))).ShouldBeFalse();
        universe.LeftOut.ShouldBe(index is null ? ["SPY"] : []);
    }

    [Fact]
    public void Without_any_member_list_the_universe_is_what_is_tracked()
    {
        var universe = new ScreenUniverse(new IndexMembers([]), new HashSet<string> { "SPY", "A" }, null);
        universe.IsTracked.ShouldBeTrue();
        universe.Symbols.ShouldBe(["A", "SPY"]);
        universe.Contains("A", 0).ShouldBeTrue();
        universe.Contains("B", 0).ShouldBeFalse();
        universe.LeftOut.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, "FROM t WHERE (close > 1\n) AND date = (SELECT max(date) FROM t))", "LEFT JOIN symbol_info USING")]
    [InlineData("2020-02-03", "FROM t WHERE (close > 1\n) AND date = DATE '2020-02-03')", "DATE '2020-02-03' BETWEEN m.member_from AND m.member_until")]
    public void A_past_screen_has_the_rows_and_the_indices_of_its_own_session(string? past, string rows, string indices)
    {
        var query = new ScreenView(new("close > 1")) { Columns = ["symbol", "indices"] }.Query("t", null, past is null ? null : DateOnly.Parse(past, null));
        query.ShouldContain(rows);
        query.ShouldContain(indices);
    }

    [Theory]
    [InlineData(null, "2019-06-03", "BIG 2020-01-02, TOP 2020-01-10")]
    [InlineData(null, "2020-01-02", "TOP 2020-01-10")]
    [InlineData("BIG", "2020-01-02", "")]
    public void Indices_whose_lists_begin_later_are_named(string? index, string day, string later) =>
        string.Join(", ", new ScreenUniverse(Members, new HashSet<string>(), index).LaterThan(DateOnly.Parse(day, null))
            .Select(l => $"{l.Index} {l.Began:yyyy-MM-dd}")).ShouldBe(later);

    [Theory]
    [InlineData("rsi_14", "rsi_14 False")]
    [InlineData("Perf_20d DESC", "perf_20d True")]
    [InlineData("sector, perf_20d  desc,symbol asc", "sector False, perf_20d True, symbol False")]
    public void An_order_is_a_list_of_columns_with_directions(string text, string expected) =>
        string.Join(", ", ScreenView.ReadOrder(text).Select(o => $"{o.Column} {o.Descending}")).ShouldBe(expected);

    [Theory]
    [InlineData("rsi", "--order: unknown column 'rsi'; did you mean 'rsi_14'?")]
    [InlineData("rsi_14 down", "--order rsi_14 down: expected a column, then desc for the largest first, like perf_20d desc")]
    public void A_wrong_order_is_refused(string text, string fault) =>
        Should.Throw<UsageException>(() => ScreenView.ReadOrder(text)).Message.ShouldBe(fault);

    [Theory]
    [InlineData("clsoe", "--columns: unknown column 'clsoe'; did you mean 'close'?")]
    [InlineData("close,Close", "--columns: 'close' is named twice")]
    [InlineData(",", "--columns: expected names, like symbol,close,rsi_14")]
    public async Task Wrong_columns_are_refused_with_one_message(string text, string fault)
    {
        var settings = new Settings { Home = "", Data = new DataRoot(""), Replay = "" };
        var context = new CommandContext(settings, null!, JobKinds.Standard, TextWriter.Null, TextWriter.Null);
        var command = new ScreenCommand { Screen = "rsi_14 < 30", Columns = text };
        (await Should.ThrowAsync<UsageException>(() => command.RunAsync(context, default))).Message.ShouldBe(fault);
    }
}
