using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Intraday;

/// <summary>Computes <see cref="IntradayFeature"/> rows from the 5-minute bars of one symbol. A value that its bars do not give is NaN.</summary>
/// <param name="bars">Sorted by session and slot, on one price basis; the sessions before those wanted are needed for comparison.</param>
public sealed class SessionFeatures(SessionCalendar calendar, IReadOnlyList<IntradayBar> bars)
{
    /// <summary>Sessions before the one in question whose volumes are usual.</summary>
    public const int VolumeSessions = 20;

    private const double SessionsPerYear = 252, Percent = 100;

    /// <param name="from">The first session wanted, days since 1970-01-01.</param>
    public IEnumerable<IntradayFeature> Of(string symbol, int from)
    {
        var starts = Starts();
        for (var s = 0; s + 1 < starts.Count; s++)
            if (bars[starts[s]].Day >= from) yield return Of(symbol, starts, s);
    }

    private IntradayFeature Of(string symbol, List<int> starts, int s)
    {
        var (first, end) = (starts[s], starts[s + 1]);
        var (open, close, count) = (bars[first].Open, bars[end - 1].Close, SessionSlots.Count(calendar, Day.Date(bars[first].Day)));
        var vwap = Vwap(first, end);
        var (high, low) = OpeningRange(first, end);
        return new(symbol, bars[first].Day, end - first)
        {
            Vwap = vwap,
            VwapDistance = Return(vwap, close),
            OpeningRangeHigh = high,
            OpeningRangeLow = low,
            OpeningRangeBreakout = close > high ? Return(high, close) : close < low ? Return(low, close) : high - high,
            RelativeVolume = RelativeVolume(starts, s),
            OvernightReturn = s > 0 && IsNext(bars[first - 1].Day, bars[first].Day) ? Return(bars[first - 1].Close, open) : double.NaN,
            IntradayReturn = Return(open, close),
            LastHourReturn = LastHour(first, end, count - SessionSlots.Hour),
            RealizedVolatility = Volatility(first, end),
        };
    }

    /// <summary>The first bar of each session, and one past the last bar.</summary>
    private List<int> Starts()
    {
        var starts = new List<int>();
        for (var i = 0; i < bars.Count; i++)
            if (i == 0 || bars[i].Day != bars[i - 1].Day) starts.Add(i);
        starts.Add(bars.Count);
        return starts;
    }

    /// <summary>NaN for a session without volume.</summary>
    private double Vwap(int first, int end)
    {
        double value = 0, volume = 0;
        for (var i = first; i < end; i++)
        {
            value += (bars[i].High + bars[i].Low + bars[i].Close) / 3 * bars[i].Volume;
            volume += bars[i].Volume;
        }
        return value / volume;
    }

    private (double High, double Low) OpeningRange(int first, int end)
    {
        var (high, low) = (double.NaN, double.NaN);
        for (var i = first; i < end && bars[i].Slot < SessionSlots.OpeningRange; i++)
            (high, low) = i == first ? (bars[i].High, bars[i].Low) : (Math.Max(high, bars[i].High), Math.Min(low, bars[i].Low));
        return (high, low);
    }

    /// <summary>NaN before 20 earlier sessions with bars, and when their usual volume is 0.</summary>
    private double RelativeVolume(List<int> starts, int s)
    {
        if (s < VolumeSessions) return double.NaN;
        var volumes = new List<long>[SessionSlots.Regular];
        for (var i = starts[s - VolumeSessions]; i < starts[s]; i++) (volumes[bars[i].Slot] ??= []).Add(bars[i].Volume);
        double volume = 0, usual = 0;
        for (var i = starts[s]; i < starts[s + 1]; i++)
            if (volumes[bars[i].Slot] is { } earlier) (volume, usual) = (volume + bars[i].Volume, usual + Median(earlier));
        return usual > 0 ? volume / usual : double.NaN;
    }

    private static double Median(List<long> values)
    {
        values.Sort();
        var half = values.Count / 2;
        return values.Count % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2.0;
    }

    private bool IsNext(int previous, int day) => calendar.AtOrBefore(Day.Date(day).AddDays(-1)) == Day.Date(previous);

    /// <param name="begin">The first slot of the last hour.</param>
    private double LastHour(int first, int end, int begin)
    {
        if (bars[end - 1].Slot < begin) return double.NaN;
        var before = end - 1;
        while (before >= first && bars[before].Slot >= begin) before--;
        return before < first ? double.NaN : Return(bars[before].Close, bars[end - 1].Close);
    }

    /// <summary>NaN for a single bar.</summary>
    private double Volatility(int first, int end)
    {
        if (end - first < 2) return double.NaN;
        var (sum, before) = (0.0, bars[first].Open);
        for (var i = first; i < end; i++)
        {
            var change = LogRatio(before, bars[i].Close);
            (sum, before) = (sum + change * change, bars[i].Close);
        }
        return Percent * Math.Sqrt(SessionsPerYear * sum);
    }

    /// <summary>ln(to/from) as the series 2·artanh((to − from)/(to + from)): the logarithm of a library depends on the processor.</summary>
    /// <remarks>The square root of a large ratio has half its logarithm, for which the series is short.</remarks>
    private static double LogRatio(double from, double to)
    {
        const double largest = 2, smallest = 0.5, negligible = 1e-18;
        if (to / from is 0 or double.PositiveInfinity) return double.NaN;
        if (to > largest * from || to < smallest * from) return 2 * LogRatio(1, Math.Sqrt(to / from));
        var x = (to - from) / (to + from);
        var (sum, power, square) = (x, x, x * x);
        for (var n = 3; Math.Abs(power) > Math.Abs(sum) * negligible; n += 2)
        {
            power *= square;
            sum += power / n;
        }
        return 2 * sum;
    }

    private static double Return(double from, double to) => Percent * (to / from - 1);
}
