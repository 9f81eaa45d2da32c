using QuantMatrix.MarketData.Synthetic;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData;

public class SyntheticIntradayTests
{
    [Theory]
    [InlineData(78)]
    [InlineData(42)]
    public void Slots_give_the_bar_of_the_session_exactly(int count)
    {
        for (var day = 0; day < 200; day++)
        {
            var low = 1 + day / 4.0;
            var daily = new Bar(day, low + day % 3 / 100.0, low + 0.07 + day % 5, low, low + day % 4 / 100.0, double.NaN, day * 1_000_003L);
            var slots = SyntheticIntraday.Session("AAA", daily, count);
            slots.Select(s => s.Slot).ShouldBe(Enumerable.Range(0, count));
            (slots[0].Open, slots.Max(s => s.High), slots.Min(s => s.Low), slots[^1].Close, slots.Sum(s => s.Volume))
                .ShouldBe((Cents(daily.Open), Cents(daily.High), Cents(daily.Low), Cents(daily.Close), daily.Volume));
            slots.ShouldAllBe(s => s.High >= Math.Max(s.Open, s.Close) && s.Low <= Math.Min(s.Open, s.Close) && s.Volume >= 0);
            for (var i = 1; i < count; i++) slots[i].Open.ShouldBe(slots[i - 1].Close);
        }
    }

    [Fact]
    public void The_same_session_of_a_symbol_is_always_the_same_and_others_differ()
    {
        var daily = new Bar(20_000, 10, 12, 9, 11, double.NaN, 1_000_000);
        SyntheticIntraday.Session("AAA", daily, 78).ShouldBe(SyntheticIntraday.Session("AAA", daily, 78));
        SyntheticIntraday.Session("BBB", daily, 78).ShouldNotBe(SyntheticIntraday.Session("AAA", daily, 78));
    }

    [Fact]
    public void A_session_without_a_move_or_a_trade_has_slots_without_either()
    {
        var slots = SyntheticIntraday.Session("AAA", new Bar(20_000, 10, 10, 10, 10, double.NaN, 0), 78);
        slots.ShouldAllBe(s => s.Open == 10 && s.High == 10 && s.Low == 10 && s.Close == 10 && s.Volume == 0);
    }

    private static double Cents(double price) => Math.Round(price * 100) / 100;
}
