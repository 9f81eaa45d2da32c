using System.Globalization;
using QuantMatrix.MarketData;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>When a response serves a symbol, and which of two is better.</summary>
public class ResponseCompletenessTests
{
    private static readonly DateOnly Due = new(2025, 6, 20);

    [Theory]
    [InlineData(49, 1, 20, true)]
    [InlineData(48, 2, 20, false)]
    [InlineData(50, 0, 20, true)]
    [InlineData(50, 0, 19, false)]
    [InlineData(0, 0, null, false)]
    [InlineData(0, 3, null, false)]
    public void A_symbol_is_served_by_the_newest_session_and_at_most_two_percent_refused(int bars, int refused, int? newest, bool served) =>
        Of(bars, newest, refused).IsServed(Due, refusedPercent: 2).ShouldBe(served);

    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(99, 1, true)]
    [InlineData(0, 1, true)]
    public void With_a_limit_of_zero_any_refused_row_is_above_it(int bars, int refused, bool above) =>
        Of(bars, 20, refused).IsRefusedAbove(0).ShouldBe(above);

    [Theory]
    [InlineData("20 9", "19 0", true)]
    [InlineData("19 0", "20 9", false)]
    [InlineData("20 1", "20 2", true)]
    [InlineData("20 2", "20 2", false)]
    [InlineData("20 3", "20 2", false)]
    [InlineData("19 9", "- 0", true)]
    [InlineData("- 0", "19 9", false)]
    [InlineData("- 0", "- 1", false)]
    public void A_newer_bar_counts_before_fewer_refused_rows(string one, string other, bool better) => Of(one).IsBetterThan(Of(other)).ShouldBe(better);

    [Theory]
    [InlineData(10, 17, 0, "newest bar 2025-06-17, expected 2025-06-20")]
    [InlineData(15, 20, 5, "5 of 20 rows refused")]
    [InlineData(1, 18, 2, "newest bar 2025-06-18, expected 2025-06-20, 2 of 3 rows refused")]
    public void What_a_response_lacks_is_stated_with_dates_and_counts(int bars, int newest, int refused, string lack) =>
        Of(bars, newest, refused).Lack(Due, 2).ShouldBe(lack);

    [Fact]
    public void Bars_are_counted_for_the_symbol_asked_for()
    {
        var bars = new BarsBuilder();
        foreach (var (symbol, day) in new[] { ("AAA", 18), ("AAA", 19), ("BBB", 20) })
            bars.Add(symbol, new Bar(Day.Of(new DateOnly(2025, 6, day)), 10, 12, 9, 11, double.NaN, 100), "test");
        var built = bars.Build();

        ResponseCompleteness.Of(built, "AAA", 1).ShouldBe(new(2, new(2025, 6, 19), 1));
        ResponseCompleteness.Of(built, "CCC", 0).ShouldBe(new(0, null, 0));
    }

    /// <summary>The day of the newest bar, and the refused rows.</summary>
    private static ResponseCompleteness Of(string text)
    {
        var parts = text.Split(' ');
        return Of(10, parts[0] == "-" ? null : int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static ResponseCompleteness Of(int bars, int? newest, int refused) => new(bars, newest is { } day ? new DateOnly(2025, 6, day) : null, refused);
}
