namespace QuantMatrix.MarketData.Synthetic;

/// <summary>Daily returns whose volatility clusters as in real markets, GARCH(1,1): a wild day makes the next ones wilder.</summary>
internal struct Garch11(double dailyVolatility)
{
    private const double Shock = 0.08, Memory = 0.90;
    private readonly double usual = dailyVolatility * dailyVolatility;
    private double variance = dailyVolatility * dailyVolatility;

    /// <summary>The volatility the next return is drawn with.</summary>
    public readonly double Volatility => Math.Sqrt(variance);

    public double Next(ref SplitMix64 dice)
    {
        var move = Volatility * dice.Normal();
        variance = (1 - Shock - Memory) * usual + Shock * (move * move) + Memory * variance;
        return move;
    }
}
