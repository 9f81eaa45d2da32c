using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Synthetic;

/// <summary>Generates the bars of one symbol, seeded by its name: factor returns, idiosyncratic returns, dividends and sometimes a late listing.</summary>
/// <remarks>Uses only + − × ÷, square roots and rounding, which IEEE 754 defines exactly.</remarks>
internal struct SyntheticSymbol
{
    private const double LateListingShare = 0.02, MaxMove = 0.15, MaxSpread = 0.08, MinPrice = 4, MaxPrice = 3000;
    private const int MinHistory = 60, DividendInterval = 63;

    private readonly double beta, drift, dividend, averageVolume;
    private readonly int sector, exDay;
    private SplitMix64 random;
    private Garch11 idiosyncratic;
    private double price;

    public SyntheticSymbol(string symbol, bool isBenchmark, int sessions)
    {
        random = new SplitMix64(symbol);
        sector = isBenchmark ? -1 : (int)random.Uniform(0, SyntheticFactors.Sectors);
        beta = isBenchmark ? 1 : random.Uniform(0.5, 1.6);
        drift = isBenchmark ? 0 : random.Uniform(-0.0003, 0.0004);
        idiosyncratic = new Garch11(isBenchmark ? 0.0005 : random.Uniform(0.008, 0.022));
        price = isBenchmark ? 400 : random.Uniform(15, 350);
        averageVolume = isBenchmark ? 75e6 : random.Uniform(1e6, 30e6);
        dividend = random.Uniform() < 0.6 ? random.Uniform(0.002, 0.008) : 0;
        exDay = (int)random.Uniform(0, DividendInterval);
        var late = !isBenchmark && random.Uniform() < LateListingShare && sessions >= 2 * MinHistory;
        FirstSession = late ? (int)random.Uniform(1, sessions - MinHistory) : 0;
    }

    /// <summary>Index of the first session with a bar; 0 for a symbol listed from the start.</summary>
    public int FirstSession { get; }

    /// <summary>One bar per entry of <paramref name="days"/> from the first session on.</summary>
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
        var volatility = idiosyncratic.Volatility + 0.01;
        var move = Bounded(drift + sharedMove + idiosyncratic.Next(ref random));
        var open = price * (1 + move * random.Uniform() * 0.5 + 0.2 * volatility * (random.Uniform() - 0.5));
        var close = price * (1 + move);
        var high = Math.Max(open, close) * (1 + Spread(volatility));
        var low = Math.Min(open, close) * (1 - Spread(volatility));
        var volume = averageVolume * (0.6 + 0.8 * random.Uniform()) * (1 + 0.5 * Math.Abs(move) / volatility);
        price = close;
        return new Bar(day, Cents(open), Cents(high), Cents(low), Cents(close), double.NaN, (long)volume);
    }

    /// <summary>Keeps the price within its bounds by reflecting moves at either of them.</summary>
    private readonly double Bounded(double move)
    {
        move = Math.Clamp(move, -MaxMove, MaxMove);
        return price * (1 + move) < MinPrice ? Math.Abs(move)
            : price * (1 + move) > MaxPrice ? -Math.Abs(move)
            : move;
    }

    private double Spread(double volatility) => Math.Min(MaxSpread, 0.8 * volatility * random.Uniform());

    private readonly bool IsExDay(int session) => dividend > 0 && session % DividendInterval == exDay;

    /// <summary>Sets the total-return close: closes before each ex-date are reduced by the dividend.</summary>
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
