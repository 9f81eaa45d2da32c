using System.ComponentModel.DataAnnotations;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Config;

/// <summary>The section <c>checks</c> of jobs.yaml: what is done about data that looks wrong though no rule is broken.</summary>
public sealed record Checks
{
    /// <summary>A close that moves by more than <see cref="PriceStepPercent"/>, when neither an action nor a second provider explains it. Live sources only.</summary>
    public BarSeverity PriceStep { get; init; } = BarSeverity.Hold;

    [Range(5, 1_000)]
    public int PriceStepPercent { get; init; } = 50;

    /// <summary>A bar of a day the exchange was closed.</summary>
    public BarSeverity NoSession { get; init; } = BarSeverity.Hold;

    public BarSeverity ZeroVolume { get; init; } = BarSeverity.Warn;

    /// <summary>The same four prices for <see cref="FlatPricesSessions"/> sessions in a row.</summary>
    public BarSeverity FlatPrices { get; init; } = BarSeverity.Warn;

    [Range(2, 1_000)]
    public int FlatPricesSessions { get; init; } = 5;

    /// <summary>At least 200 symbols asked for, a quarter of the universe, and nine of ten without a new bar. Live sources only.</summary>
    public RunSeverity Outage { get; init; } = RunSeverity.Fail;

    /// <summary>Fewer symbols with a bar of the newest session than <see cref="SymbolCountPercent"/> of those with one of the session before. Live sources only.</summary>
    public RunSeverity SymbolCount { get; init; } = RunSeverity.Fail;

    [Range(1, 100)]
    public int SymbolCountPercent { get; init; } = 90;

    internal BarQualityOptions OfBars => new() { NoSession = NoSession, ZeroVolume = ZeroVolume, FlatPrices = FlatPrices, FlatPricesSessions = FlatPricesSessions };
}
