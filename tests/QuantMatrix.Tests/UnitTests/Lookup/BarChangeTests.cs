using QuantMatrix.Batch.Verification;

namespace QuantMatrix.Tests.UnitTests.Lookup;

/// <summary>Which recording runs knew the same bars of their rows.</summary>
public sealed class BarChangeTests
{
    private const string Night1 = "20240301T030000Z-0001", Night2 = "20240302T030000Z-0001", Night3 = "20240303T030000Z-0001";

    /// <summary>Three nights recorded A, the last of them also B; each stored the bar of its own session.</summary>
    [Theory]
    [InlineData("3 3 3")]
    [InlineData("2 2 3", "3 A 1")]                  // the third night restated a bar of the first session
    [InlineData("1 3 3", "2 A 1")]
    [InlineData("2 2 3", "3 A 2")]
    [InlineData("3 3 3", "3 A 3")]                  // a bar of a session after that of the row
    [InlineData("3 3 3", "3 B 1")]                  // another symbol than the rows of those nights
    [InlineData("2 2 3", "3 SPY 1")]              // the benchmark is behind every row
    [InlineData("3 3 3", "1 A 1")]                  // before all of them
    [InlineData("1 2 3", "2 A 1", "3 A 1")]
    public void Runs_between_which_no_bar_of_their_rows_changed_are_alike(string newest, params string[] changes)
    {
        RecordedRow[] rows = [Row("A", 1, Night1), Row("A", 2, Night2), Row("A", 3, Night3), Row("B", 3, Night3)];
        var alike = BarChange.NewestAlike(rows, [.. changes.Select(Change)], "SPY");
        string.Join(' ', new[] { Night1, Night2, Night3 }.Select(run => alike[run][7])).ShouldBe(newest);
    }

    [Fact]
    public void A_run_whose_id_has_no_time_is_alone()
    {
        var alike = BarChange.NewestAlike([Row("A", 1, "by-hand"), Row("A", 2, Night2)], [], "SPY");
        alike.Values.ShouldBe(["by-hand", Night2], ignoreOrder: true);
    }

    private static RecordedRow Row(string symbol, int session, string run) => new(symbol, new(2024, 3, session), "{}", run);

    /// <param name="text">The place of the run, the symbol and the session.</param>
    private static BarChange Change(string text) =>
        text.Split(' ') is [var run, var symbol, var session] ? new(new[] { Night1, Night2, Night3 }[run[0] - '1'], symbol, new(2024, 3, session[0] - '0'))
            : throw new ArgumentException(text);
}
