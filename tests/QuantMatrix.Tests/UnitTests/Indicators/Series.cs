using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Synthetic bars for tests, on exchange sessions from 2015-01-02 on.</summary>
internal static class Series
{
    public static readonly SessionCalendar Calendar = new([]);
    private static readonly DateOnly FirstSession = new(2015, 1, 2);

    /// <summary>A random benchmark over all sessions used in tests, the last of which is settled.</summary>
    public static MarketContext MarketContext { get; } = Against(Of("SPY", BenchmarkBars));

    /// <summary>Bars of the default benchmark.</summary>
    public static IEnumerable<Bar> BenchmarkBars => Walk(0, 11_000);

    /// <summary>A context with another benchmark: the only symbol of <paramref name="benchmark"/>.</summary>
    public static MarketContext Against(Bars benchmark) =>
        new(Calendar, Benchmark.Of(benchmark.Symbols[0], benchmark), Sessions().ElementAt(11_000));

    public static Bars Of(string symbol, params IEnumerable<Bar> bars)
    {
        var builder = new BarsBuilder();
        foreach (var bar in bars) builder.Add(symbol, bar, "test");
        return builder.Build();
    }

    /// <summary>Several symbols in one batch.</summary>
    public static Bars Join(params IEnumerable<Bars> parts)
    {
        var builder = new BarsBuilder();
        foreach (var part in parts)
            for (var s = 0; s < part.Symbols.Count; s++) builder.Add(part, s, part.RowsOf(s));
        return builder.Build();
    }

    /// <summary>Bars with the given closes, highs and lows 1 beyond the body, and volume 1000.</summary>
    public static IEnumerable<Bar> FromCloses(IEnumerable<double> closes)
    {
        var last = double.NaN;
        foreach (var (close, session) in closes.Zip(Sessions()))
        {
            var open = double.IsNaN(last) ? close : last;
            yield return new Bar(Day.Of(session), open, Math.Max(open, close) + 1, Math.Min(open, close) - 1, close, double.NaN, 1000);
            last = close;
        }
    }

    /// <summary>A random walk with gaps between sessions; <paramref name="scale"/> sets the price level.</summary>
    public static IEnumerable<Bar> Walk(int seed, int count, double scale = 100)
    {
        var random = new Random(seed);
        var close = scale;
        foreach (var session in Sessions().Take(count))
        {
            var open = close * (1 + 0.02 * (random.NextDouble() - 0.5));
            close = open * (1 + 0.06 * (random.NextDouble() - 0.49));
            var high = Math.Max(open, close) * (1 + 0.01 * random.NextDouble());
            var low = Math.Min(open, close) * (1 - 0.01 * random.NextDouble());
            yield return new Bar(Day.Of(session), open, high, low, close, double.NaN, random.Next(1, 1 << 30));
        }
    }

    public static IEnumerable<Bar> Flat(int count, double price = 10) =>
        Sessions().Take(count).Select(s => new Bar(Day.Of(s), price, price, price, price, double.NaN, 0));

    /// <summary>A walk with every seventh session and a whole quarter missing, with price jumps across the holes.</summary>
    public static IEnumerable<Bar> Gappy(int seed, int count, double scale = 100) =>
        Walk(seed, count * 2 + 80, scale).Where((_, i) => i % 7 != 3 && i is < 60 or > 125).Take(count);

    public static IEnumerable<DateOnly> Sessions() => Calendar.Sessions(FirstSession, SessionCalendar.Last);
}
