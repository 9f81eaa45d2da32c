namespace QuantMatrix.Model;

/// <summary>What breadth counts of a symbol's session; NaN and 0 for no value.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
public readonly record struct BreadthRow(string Symbol, int Day)
{
    public double Close { get; init; }

    public double Sma50 { get; init; }

    public double Sma200 { get; init; }

    /// <summary>Percent since the previous bar.</summary>
    public double Change { get; init; }

    /// <summary>Whether the high is the highest of 52 weeks.</summary>
    public bool IsHigh { get; init; }

    /// <summary>Whether the low is the lowest of 52 weeks.</summary>
    public bool IsLow { get; init; }

    /// <summary>Weinstein's stage, 1 to 4.</summary>
    public int Stage { get; init; }

    /// <summary>By <c>ma_bucket</c>: 1 lagging, 2 neutral, 3 leading.</summary>
    public int Bucket { get; init; }
}
