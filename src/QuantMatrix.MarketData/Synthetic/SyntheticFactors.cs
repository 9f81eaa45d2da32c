namespace QuantMatrix.MarketData.Synthetic;

/// <summary>Daily factor returns shared by all symbols: one for the market, one per sector.</summary>
internal sealed class SyntheticFactors
{
    public const int Sectors = 11;
    private const double MarketDrift = 0.0004, MarketVolatility = 0.009, SectorVolatility = 0.005;

    private readonly double[][] sectors;

    public SyntheticFactors(int sessions)
    {
        Market = Returns("market", MarketDrift, MarketVolatility, sessions);
        sectors = [.. Enumerable.Range(0, Sectors).Select(s => Returns($"sector {s}", 0, SectorVolatility, sessions))];
    }

    public IReadOnlyList<double> Market { get; }

    public IReadOnlyList<double> Sector(int sector) => sectors[sector];

    private static double[] Returns(string seed, double drift, double volatility, int sessions)
    {
        var (random, garch, returns) = (new SplitMix64(seed), new Garch11(volatility), new double[sessions]);
        for (var t = 0; t < sessions; t++) returns[t] = drift + garch.Next(ref random);
        return returns;
    }
}

/// <summary>Daily returns with volatility clustering, GARCH(1,1): variance = (1 − α − β) · long-run + α · return² + β · variance.</summary>
internal struct Garch11(double dailyVolatility)
{
    private const double Alpha = 0.08, Beta = 0.90;
    private readonly double longRunVariance = dailyVolatility * dailyVolatility;
    private double variance = dailyVolatility * dailyVolatility;

    /// <summary>Volatility of the next return.</summary>
    public readonly double Volatility => Math.Sqrt(variance);

    public double Next(ref SplitMix64 random)
    {
        var move = Volatility * random.Normal();
        variance = (1 - Alpha - Beta) * longRunVariance + Alpha * (move * move) + Beta * variance;
        return move;
    }
}
