using QuantMatrix.Indicators.Intraday;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Intraday;

/// <summary>Sessions by hand: 2024-07-02 has 78 slots, 2024-07-03 has 42, 2024-07-04 is a holiday.</summary>
public class SessionFeaturesTests
{
    private static readonly SessionCalendar Calendar = new([]);
    private static readonly DateOnly Tuesday = new(2024, 7, 2), Wednesday = new(2024, 7, 3), Friday = new(2024, 7, 5);

    [Fact]
    public void Vwap_weights_the_typical_price_of_each_slot_by_its_volume()
    {
        var row = Of(At(Tuesday, 0, 10, 12, 9, 12, 100), At(Tuesday, 77, 12, 15, 12, 12, 300))[0];
        row.Vwap.ShouldBe((11.0 * 100 + 13.0 * 300) / 400, 1e-12); // 12.5
        row.VwapDistance.ShouldBe(100 * (12 / 12.5 - 1), 1e-12);
        Of(At(Tuesday, 0, 10, 12, 9, 12, 0))[0].Vwap.ShouldBe(double.NaN);
    }

    [Theory]
    [InlineData(12.6, 5.0)] // above 12
    [InlineData(8.1, -10.0)] // below 9
    [InlineData(11.0, 0.0)]
    [InlineData(12.0, 0.0)]
    [InlineData(9.0, 0.0)]
    public void The_opening_range_is_of_the_first_six_slots_and_the_close_breaks_out_of_it(double close, double breakout)
    {
        var row = Of(At(Tuesday, 0, 10, 11, 9, 10), At(Tuesday, 5, 10, 12, 10, 11), At(Tuesday, 6, 11, 20, 5, 11), At(Tuesday, 77, 11, 20, 5, close))[0];
        (row.OpeningRangeHigh, row.OpeningRangeLow).ShouldBe((12, 9));
        row.OpeningRangeBreakout.ShouldBe(breakout, 1e-9);
    }

    [Fact]
    public void Without_a_trade_in_the_first_half_hour_there_is_no_opening_range()
    {
        var row = Of(At(Tuesday, 6, 11, 12, 10, 11), At(Tuesday, 77, 11, 12, 10, 11))[0];
        (row.OpeningRangeHigh, row.OpeningRangeLow, row.OpeningRangeBreakout).ShouldBe((double.NaN, double.NaN, double.NaN));
    }

    [Fact]
    public void Overnight_and_intraday_returns_meet_at_the_open()
    {
        var rows = Of(At(Tuesday, 77, 10, 10, 10, 10), At(Wednesday, 0, 11, 11, 11, 11), At(Wednesday, 41, 11, 12.1, 11, 12.1), At(Friday, 3, 11, 11, 11, 11));
        (rows[0].OvernightReturn, rows[0].IntradayReturn).ShouldBe((double.NaN, 0));
        rows[1].OvernightReturn.ShouldBe(10, 1e-9);
        rows[1].IntradayReturn.ShouldBe(10, 1e-9);
        rows[2].OvernightReturn.ShouldBe(100 * (11 / 12.1 - 1), 1e-9); // the holiday between is no session
    }

    [Fact]
    public void A_session_without_bars_breaks_the_overnight_return() =>
        Of(At(Tuesday, 77, 10, 10, 10, 10), At(Friday, 0, 11, 11, 11, 11))[1].OvernightReturn.ShouldBe(double.NaN);

    [Theory]
    [InlineData(false, 66)]
    [InlineData(true, 30)]
    public void The_last_hour_is_that_before_the_close_of_the_session(bool isHalf, int begin)
    {
        var session = isHalf ? Wednesday : Tuesday;
        Of(At(session, begin - 2, 8, 8, 8, 8), At(session, begin - 1, 10, 10, 10, 10), At(session, begin, 11, 11, 11, 11),
            At(session, begin + 11, 12, 12, 12, 12))[0].LastHourReturn.ShouldBe(20, 1e-9);
        Of(At(session, begin - 2, 8, 8, 8, 8), At(session, begin - 1, 10, 10, 10, 10))[0].LastHourReturn.ShouldBe(double.NaN);
        Of(At(session, begin, 8, 8, 8, 8), At(session, begin + 1, 10, 10, 10, 10))[0].LastHourReturn.ShouldBe(double.NaN);
    }

    [Theory]
    [InlineData(10, 10.5, 10.5)]
    [InlineData(10, 10.01, 9.99)]
    [InlineData(1, 100, 0.01)] // a series that converges slowly
    public void Realized_volatility_sums_squared_log_returns_from_the_open_on(double open, double first, double last)
    {
        var row = Of(At(Tuesday, 0, open, 100, 0.01, first), At(Tuesday, 1, first, 100, 0.01, last))[0];
        var (a, b) = (Math.Log(first / open), Math.Log(last / first));
        row.RealizedVolatility.ShouldBe(100 * Math.Sqrt(252 * (a * a + b * b)), 1e-9);
    }

    [Fact]
    public void Without_a_move_volatility_is_0_and_of_one_bar_there_is_none()
    {
        Of(At(Tuesday, 0, 5, 5, 5, 5), At(Tuesday, 9, 5, 5, 5, 5))[0].RealizedVolatility.ShouldBe(0);
        Of(At(Tuesday, 0, 5, 5, 5, 5))[0].RealizedVolatility.ShouldBe(double.NaN);
    }

    [Fact]
    public void Volume_is_relative_to_the_median_of_the_same_slots_of_20_sessions()
    {
        var bars = new List<IntradayBar>();
        List<DateOnly> sessions = [.. Calendar.Sessions(new(2024, 5, 1), new(2024, 7, 31)).Take(22)];
        for (var s = 0; s < 22; s++)
        {
            bars.Add(At(sessions[s], 0, 1, 1, 1, 1, s)); // of the 20 before: medians 9.5 and 10.5
            if (s % 2 == 0) bars.Add(At(sessions[s], 7, 1, 1, 1, 1, 1000 * s)); // even ones alone: 0 … 18 and 2 … 20
            if (s >= 20) bars.Add(At(sessions[s], 70, 1, 1, 1, 1, 77)); // new: without an earlier volume it does not count, then against 77
        }
        var rows = Of([.. bars]);
        rows.Take(20).ShouldAllBe(r => double.IsNaN(r.RelativeVolume));
        rows[20].RelativeVolume.ShouldBe((20 + 20_000.0) / (9.5 + 9_000), 1e-12);
        rows[21].RelativeVolume.ShouldBe((21 + 77) / (10.5 + 77), 1e-12);
    }

    [Fact]
    public void A_usual_volume_of_0_gives_no_relative_volume() =>
        Of([.. Calendar.Sessions(new(2024, 5, 1), new(2024, 7, 31)).Take(21).Select(s => At(s, 0, 1, 1, 1, 1, s == new DateOnly(2024, 5, 30) ? 5 : 0))])[20]
            .RelativeVolume.ShouldBe(double.NaN);

    [Fact]
    public void Only_sessions_from_the_first_one_wanted_have_rows()
    {
        var bars = new[] { At(Tuesday, 0, 1, 1, 1, 1), At(Tuesday, 1, 1, 1, 1, 1), At(Wednesday, 0, 2, 2, 2, 2) };
        var row = new SessionFeatures(Calendar, bars).Of("AAA", Day.Of(Wednesday)).ShouldHaveSingleItem();
        (row.Symbol, row.Day, row.Bars, row.OvernightReturn).ShouldBe(("AAA", Day.Of(Wednesday), 1, 100));
        new SessionFeatures(Calendar, []).Of("AAA", 0).ShouldBeEmpty();
    }

    private static List<IntradayFeature> Of(params IntradayBar[] bars) => [.. new SessionFeatures(Calendar, bars).Of("AAA", 0)];

    private static IntradayBar At(DateOnly session, int slot, double open, double high, double low, double close, long volume = 100) =>
        new(Day.Of(session), slot, open, high, low, close, volume);
}
