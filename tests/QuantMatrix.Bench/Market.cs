using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>Made-up bars in memory: a cent-priced random walk a symbol, the same in every run.</summary>
internal static class Market
{
    public const string Benchmark = "SPY";

    public static readonly DateOnly LastSession = new(2025, 12, 31);

    /// <summary>Four letters a symbol, in ordinal order, spread over the alphabet as tickers are.</summary>
    public static string Symbol(int number, int symbols)
    {
        const int Letters = 26;
        var spread = (int)((long)number * (Letters * Letters * Letters * Letters) / symbols);
        return string.Create(4, spread, static (word, rest) =>
        {
            for (var i = word.Length - 1; i >= 0; i--, rest /= Letters) word[i] = (char)('A' + rest % Letters);
        });
    }

    /// <summary>The newest <paramref name="count"/> sessions, oldest first, as days since 1970-01-01.</summary>
    public static int[] Days(SessionCalendar calendar, int count) =>
        [.. calendar.Sessions(calendar.Back(LastSession, count - 1), LastSession).Select(Day.Of)];

    /// <summary>A made-up benchmark over the same days.</summary>
    public static MarketContext MarketContext(SessionCalendar calendar, int[] days)
    {
        var benchmark = Bars([Benchmark], days);
        return new MarketContext(calendar, new(Benchmark, benchmark.Days, benchmark.Close), LastSession);
    }

    public static Bars Bars(IEnumerable<string> symbols, int[] days)
    {
        var bars = new BarsBuilder();
        foreach (var symbol in symbols) Walk(bars, symbol, days);
        return bars.Build();
    }

    private static void Walk(BarsBuilder bars, string symbol, int[] days)
    {
        var dice = new Random(symbol.Aggregate(17, (seed, letter) => seed * 31 + letter));
        var close = 15 + 300 * dice.NextDouble();
        foreach (var day in days)
        {
            var open = Cents(close * (1 + 0.01 * (dice.NextDouble() - 0.5)));
            close = Math.Clamp(Cents(open * (1 + 0.04 * (dice.NextDouble() - 0.4985))), 4, 3000);
            var (high, low) = (Cents(Math.Max(open, close) * (1 + 0.01 * dice.NextDouble())), Cents(Math.Min(open, close) * (1 - 0.01 * dice.NextDouble())));
            bars.Add(symbol, new Bar(day, open, high, low, close, close, dice.Next(100_000, 30_000_000)), "synthetic");
        }
    }

    private static double Cents(double price) => Math.Round(price * 100) / 100;
}
