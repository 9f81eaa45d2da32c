using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

/// <summary>A 4:1 split on day 12: a close of 200 as traded on day 10 is 50 today.</summary>
public class IntradayBasisTests
{
    private static readonly SplitFactors Factors = new([new("AAA", Day.Date(12), ActionKind.Split, 4, "test")]);

    [Theory]
    [InlineData(50.2, 50.0, true, 200.8)] // already divided
    [InlineData(200.8, 50.0, true, 200.8)] // as traded, whatever the source documents
    [InlineData(50.2, 50.0, false, 200.8)]
    [InlineData(101, 50.0, true, 101)] // nearer to 200 in proportion
    [InlineData(99, 50.0, true, 396)]
    [InlineData(50.2, null, true, 200.8)] // no daily bar: as documented
    [InlineData(50.2, null, false, 50.2)]
    public void Bars_before_a_split_are_stored_as_traded(double close, double? daily, bool isSplitAdjusted, double expected)
    {
        var stored = new IntradayBasis(Factors, isSplitAdjusted).AsTraded(Of("AAA", (10, close)), _ => daily);
        stored.Bars[0].Close.ShouldBe(expected, 1e-9);
        stored.Bars[0].Volume.ShouldBe(expected == close ? 1000 : 250);
    }

    [Fact]
    public void Each_session_is_compared_by_itself_and_those_after_the_split_are_as_they_are()
    {
        var stored = new IntradayBasis(Factors, true).AsTraded(Of("AAA", (10, 50), (11, 204), (12, 51)), day => day == 12 ? 51 : 50 + (day - 10));
        stored.Bars.Select(b => b.Close).ShouldBe([200, 204, 51]);
    }

    [Fact]
    public void A_symbol_without_a_split_is_passed_on()
    {
        var series = Of("BBB", (10, 50));
        new IntradayBasis(Factors, true).AsTraded(series, _ => null).ShouldBeSameAs(series);
    }

    private static IntradaySeries Of(string symbol, params (int Day, double Close)[] closes) =>
        new(symbol, [.. closes.Select(c => new IntradayBar(c.Day, 5, c.Close, c.Close, c.Close, c.Close, 1000))], "test");
}
