using System.Runtime.CompilerServices;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Synthetic;

/// <summary>5-minute bars that fit synthetic daily bars exactly, generated when they are requested; seeded by symbol and session.</summary>
/// <remarks>Prices are in cents, as those of the daily bars, so that the slots give open, high, low, close and volume without rounding.</remarks>
public sealed class SyntheticIntraday(IBarSource daily) : IIntradaySource
{
    public bool IsLocal => true;

    public async IAsyncEnumerable<IntradayFetched> FetchAsync(IReadOnlyList<IntradayRequest> requests, [EnumeratorCancellation] CancellationToken ct)
    {
        var calendars = requests.ToDictionary(r => r.Symbol, r => r.Calendar, StringComparer.Ordinal);
        await foreach (var part in daily.FetchAsync([.. requests.Select(r => new BarRequest(r.Symbol, r.From, r.To))], ct))
        {
            for (var s = 0; s < part.Bars.Symbols.Count; s++)
                if (Series(part.Bars, s, calendars[part.Bars.Symbols[s]]) is { Bars.Count: > 0 } series) yield return new(series.Symbol, series, []);
            foreach (var failure in part.Failures) yield return new(failure.Symbol, null, [], failure);
        }
    }

    private static IntradaySeries Series(Bars bars, int s, SessionCalendar calendar)
    {
        var slots = new List<IntradayBar>();
        for (var i = bars.Starts[s]; i < bars.Starts[s + 1]; i++)
            if (calendar.IsSession(Day.Date(bars.Days[i])))
                slots.AddRange(Session(bars.Symbols[s], new(bars.Days[i], bars.Open[i], bars.High[i], bars.Low[i], bars.Close[i], double.NaN, bars.Volume[i]),
                    SessionSlots.Count(calendar, Day.Date(bars.Days[i]))));
        return new(bars.Symbols[s], slots, Bars.Synthetic);
    }

    /// <summary>The slots of one session: a path from the open over the extremes to the close, in cents.</summary>
    /// <param name="count">Number of slots, at least 4.</param>
    public static IReadOnlyList<IntradayBar> Session(string symbol, Bar daily, int count)
    {
        var random = new SplitMix64($"{symbol} {daily.Day}");
        var (low, high) = (Cents(daily.Low), Cents(daily.High));
        var (top, bottom) = Extremes(ref random, count);
        var path = Path(ref random, count, (0, Cents(daily.Open)), (top + 1, high), (bottom + 1, low), (count, Cents(daily.Close)));
        var volumes = Volumes(ref random, daily.Volume, count);
        var bars = new IntradayBar[count];
        for (var slot = 0; slot < count; slot++)
        {
            var (open, close) = (path[slot], path[slot + 1]);
            var (most, least) = (Math.Max(open, close), Math.Min(open, close));
            var up = Math.Min(high, most + (long)random.Uniform(0, 1 + (high - low) / 20.0));
            var down = Math.Max(low, least - (long)random.Uniform(0, 1 + (high - low) / 20.0));
            bars[slot] = new(daily.Day, slot, open / 100.0, up / 100.0, down / 100.0, close / 100.0, volumes[slot]);
        }
        return bars;
    }

    /// <summary>Two different slots before the last one, whose closes are the high and the low of the session.</summary>
    private static (int Top, int Bottom) Extremes(ref SplitMix64 random, int count)
    {
        var top = (int)random.Uniform(0, count - 1);
        var bottom = (int)random.Uniform(0, count - 2);
        return (top, bottom >= top ? bottom + 1 : bottom);
    }

    /// <summary>Prices at the slots' ends: straight between the points, with noise that stays between the extremes.</summary>
    private static long[] Path(ref SplitMix64 random, int count, params (int At, long Price)[] points)
    {
        var (path, low, high) = (new long[count + 1], points.Min(p => p.Price), points.Max(p => p.Price));
        (int At, long Price)[] ordered = [.. points.OrderBy(p => p.At)];
        for (var i = 0; i + 1 < ordered.Length; i++)
        {
            var ((from, start), (to, end)) = (ordered[i], ordered[i + 1]);
            for (var at = from + 1; at < to; at++)
            {
                var straight = start + (end - start) * (double)(at - from) / (to - from);
                path[at] = Math.Clamp((long)(straight + (high - low) * random.Uniform(-0.1, 0.1)), low, high);
            }
        }
        foreach (var (at, price) in ordered) path[at] = price;
        return path;
    }

    /// <summary>More at the open and the close; the sum is that of the session.</summary>
    private static long[] Volumes(ref SplitMix64 random, long total, int count)
    {
        var weights = new double[count];
        for (var slot = 0; slot < count; slot++)
        {
            var fromMiddle = (2.0 * slot + 1 - count) / count;
            weights[slot] = (0.5 + 2 * fromMiddle * fromMiddle) * random.Uniform(0.7, 1.3);
        }
        var (sum, volumes) = (weights.Sum(), new long[count]);
        for (var slot = 1; slot < count; slot++) volumes[slot] = (long)(total * (weights[slot] / sum));
        volumes[0] = total - volumes.Sum();
        return volumes;
    }

    private static long Cents(double price) => (long)Math.Round(price * 100);
}
