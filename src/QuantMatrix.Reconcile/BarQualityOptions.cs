namespace QuantMatrix.Reconcile;

/// <summary>What <see cref="BarQualityChecks"/> does about each kind of bar.</summary>
public sealed record BarQualityOptions
{
    public BarSeverity NoSession { get; init; } = BarSeverity.Hold;

    public BarSeverity ZeroVolume { get; init; } = BarSeverity.Warn;

    public BarSeverity FlatPrices { get; init; } = BarSeverity.Warn;

    /// <summary>So many sessions in a row with the same open, high, low and close are one finding.</summary>
    public int FlatPricesSessions { get; init; } = 5;
}
