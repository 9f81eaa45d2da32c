namespace QuantMatrix.MarketData.Synthetic;

/// <summary>The daily returns all symbols share: one of the market, one of each sector.</summary>
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
        var (dice, noise, returns) = (new SplitMix64(seed), new Garch11(volatility), new double[sessions]);
        for (var t = 0; t < sessions; t++) returns[t] = drift + noise.Next(ref dice);
        return returns;
    }
}
