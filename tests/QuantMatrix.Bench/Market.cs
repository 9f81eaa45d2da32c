using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>Synthetic bars in memory: one reproducible random walk a symbol, in cents.</summary>
internal static class Market
{
    public const string Benchmark = "SPY";

    public static readonly DateOnly LastSession = new(2025, 12, 31);

    /// <summary>Four-letter symbols in ordinal order, spread over the alphabet like tickers.</summary>
    public static string Symbol(int number, int symbols)
    {
        const int Letters = 26;
        var spread = (int)((long)number * (Letters * Letters * Letters * Letters) / symbols);
        return string.Create(4, spread, static (word, rest) =>
        {
            for (var i = word.Length - 1; i >= 0; i--, rest /= Letters) word[i] = (char)('A' + rest % Letters);
        });
    }

    /// <summary>The newest <paramref name="count"/> sessions, oldest first, in days since 1970-01-01.</summary>
    public static int[] Days(SessionCalendar calendar, int count) =>
        [.. calendar.Sessions(calendar.Back(LastSession, count - 1), LastSession).Select(Day.Of)];

    /// <summary>A context with a synthetic benchmark over the same days.</summary>
    public static MarketContext MarketContext(SessionCalendar calendar, int[] days)
    {
        var benchmark = Bars([Benchmark], days);
        return new MarketContext(calendar, new(Benchmark, benchmark.Days, benchmark.Close), LastSession);
    }

    /// <param name="scale">Multiplies every price.</param>
    public static Bars Bars(IEnumerable<string> symbols, int[] days, double scale = 1)
    {
        var bars = new BarsBuilder();
        foreach (var symbol in symbols) Walk(bars, symbol, days, scale);
        return bars.Build();
    }

    private static void Walk(BarsBuilder bars, string symbol, int[] days, double scale)
    {
        var random = new Random(symbol.Aggregate(17, (seed, letter) => seed * 31 + letter));
        var close = 15 + 300 * random.NextDouble();
        foreach (var day in days)
        {
            var open = Cents(close * (1 + 0.01 * (random.NextDouble() - 0.5)));
            close = Math.Clamp(Cents(open * (1 + 0.04 * (random.NextDouble() - 0.4985))), 4, 3000);
            var high = Cents(Math.Max(open, close) * (1 + 0.01 * random.NextDouble()));
            var low = Cents(Math.Min(open, close) * (1 - 0.01 * random.NextDouble()));
            var bar = new Bar(day, scale * open, scale * high, scale * low, scale * close, scale * close, random.Next(100_000, 30_000_000));
            bars.Add(symbol, bar, "synthetic");
        }
    }

    private static double Cents(double price) => Math.Round(price * 100) / 100;
}

/// <summary>Input of the kernel benchmark: batches of synthetic symbols in memory.</summary>
internal static class Universe
{
    public const int Symbols = 500, Sessions = 1_260, Bars = Symbols * Sessions, SymbolsPerBatch = 8;

    public static IEnumerable<Bars> Batches(BenchEnvironment env, int symbolsPerBatch = SymbolsPerBatch, int sessions = Sessions)
    {
        var days = Market.Days(env.Calendar, sessions);
        return Enumerable.Range(0, Symbols).Select(s => Market.Symbol(s, Symbols)).Chunk(symbolsPerBatch).Select(b => Market.Bars(b, days));
    }
}
