using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Synthetic;

/// <summary>Makes up the bars of one symbol from its name: market and sector factors, its own noise, dividends, sometimes a late listing.</summary>
/// <remarks>Only + − × ÷, square roots and roundings to cents, all of which IEEE 754 fixes to the last bit.</remarks>
internal struct SyntheticSymbol
{
    private const double LateListings = 0.02, LargestMove = 0.15, LargestSpread = 0.08, LowestPrice = 4, HighestPrice = 3000;
    private const int ShortestHistory = 60, DividendEverySessions = 63;

    private readonly double beta, drift, dividend, usualVolume;
    private readonly int sector, exDay;
    private SplitMix64 dice;
    private Garch11 own;
    private double price;

    public SyntheticSymbol(string symbol, bool isBenchmark, int sessions)
    {
        dice = new SplitMix64(symbol);
        sector = isBenchmark ? -1 : (int)dice.Between(0, SyntheticFactors.Sectors);
        beta = isBenchmark ? 1 : dice.Between(0.5, 1.6);
        drift = isBenchmark ? 0 : dice.Between(-0.0003, 0.0004);
        own = new Garch11(isBenchmark ? 0.0005 : dice.Between(0.008, 0.022));
        price = isBenchmark ? 400 : dice.Between(15, 350);
        usualVolume = isBenchmark ? 75e6 : dice.Between(1e6, 30e6);
        dividend = dice.Unit() < 0.6 ? dice.Between(0.002, 0.008) : 0;
        exDay = (int)dice.Between(0, DividendEverySessions);
        var late = !isBenchmark && dice.Unit() < LateListings && sessions >= 2 * ShortestHistory;
        FirstSession = late ? (int)dice.Between(1, sessions - ShortestHistory) : 0;
    }

    /// <summary>How many sessions passed before the symbol was listed.</summary>
    public int FirstSession { get; }

    /// <summary>The bars from the first session on, one for each of <paramref name="days"/>.</summary>
    public Bar[] Bars(ReadOnlySpan<int> days, SyntheticFactors factors)
    {
        var bars = new Bar[days.Length - FirstSession];
        for (var i = 0; i < bars.Length; i++)
        {
            var t = FirstSession + i;
            var shared = beta * factors.Market[t] + (sector < 0 ? 0 : factors.Sector(sector)[t]);
            bars[i] = Next(days[t], shared - (IsExDay(t) ? dividend : 0));
        }
        AdjustForDividends(bars);
        return bars;
    }

    private Bar Next(int day, double sharedMove)
    {
        var volatility = own.Volatility + 0.01;
        var move = Bounded(drift + sharedMove + own.Next(ref dice));
        var open = price * (1 + move * dice.Unit() * 0.5 + 0.2 * volatility * (dice.Unit() - 0.5));
        var close = price * (1 + move);
        var high = Math.Max(open, close) * (1 + Spread(volatility));
        var low = Math.Min(open, close) * (1 - Spread(volatility));
        var volume = usualVolume * (0.6 + 0.8 * dice.Unit()) * (1 + 0.5 * Math.Abs(move) / volatility);
        price = close;
        return new Bar(day, Cents(open), Cents(high), Cents(low), Cents(close), double.NaN, (long)volume);
    }

    /// <summary>No crash to nothing and no rise without end: near either bound the market turns.</summary>
    private readonly double Bounded(double move)
    {
        move = Math.Clamp(move, -LargestMove, LargestMove);
        return price * (1 + move) < LowestPrice ? Math.Abs(move)
            : price * (1 + move) > HighestPrice ? -Math.Abs(move)
            : move;
    }

    private double Spread(double volatility) => Math.Min(LargestSpread, 0.8 * volatility * dice.Unit());

    private readonly bool IsExDay(int session) => dividend > 0 && session % DividendEverySessions == exDay;

    /// <summary>Total return: every close before an ex-day is worth less by the dividend.</summary>
    private readonly void AdjustForDividends(Bar[] bars)
    {
        var factor = 1.0;
        for (var i = bars.Length - 1; i >= 0; i--)
        {
            bars[i] = bars[i] with { AdjClose = Math.Round(bars[i].Close * factor * 10_000) / 10_000 };
            if (IsExDay(FirstSession + i)) factor *= 1 - dividend;
        }
    }

    private static double Cents(double price) => Math.Round(price * 100) / 100;
}
