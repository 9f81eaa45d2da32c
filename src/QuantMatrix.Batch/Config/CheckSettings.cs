using System.ComponentModel.DataAnnotations;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Config;

/// <summary>What a check of a whole run does when it fails.</summary>
public enum RunSeverity
{
    Off,
    Warn,

    /// <summary>The job fails with exit code 65; bars already stored stay.</summary>
    Fail,
}

/// <summary>The section <c>checks</c> of jobs.yaml: how to treat bars that are valid but suspicious.</summary>
public sealed record CheckSettings
{
    /// <summary>A close-to-close move above <see cref="PriceStepPercent"/> without a corporate action or a second provider.</summary>
    /// <remarks>In a folder, hold means warn, and a move like a split of 2:1 or 3:2 counts too.</remarks>
    public BarSeverity PriceStep { get; init; } = BarSeverity.Hold;

    [Range(5, 1_000)]
    public int PriceStepPercent { get; init; } = 50;

    /// <summary>A bar on a day without a session.</summary>
    public BarSeverity NoSession { get; init; } = BarSeverity.Hold;

    public BarSeverity ZeroVolume { get; init; } = BarSeverity.Warn;

    /// <summary>Identical open, high, low and close for <see cref="FlatPricesSessions"/> sessions in a row.</summary>
    public BarSeverity FlatPrices { get; init; } = BarSeverity.Warn;

    [Range(2, 1_000)]
    public int FlatPricesSessions { get; init; } = 5;

    /// <summary>
    /// Nine in ten of the symbols requested, of at least 200 and a quarter of the universe, lack the newest session that others have. Live sources only.
    /// </summary>
    public RunSeverity Outage { get; init; } = RunSeverity.Fail;

    /// <summary>
    /// Fewer symbols with a bar in the newest session than <see cref="SymbolCountPercent"/> of the session before. Live sources only.
    /// </summary>
    public RunSeverity SymbolCount { get; init; } = RunSeverity.Fail;

    [Range(1, 100)]
    public int SymbolCountPercent { get; init; } = 90;

    /// <summary>
    /// Percent of a symbol's rows that may be refused. Above it, the next provider is asked for the symbol; the job is partial when none is better.
    /// </summary>
    [Range(0, 100)]
    public int RefusedPercent { get; init; } = 2;

    /// <param name="isLocal">Bars come from a folder.</param>
    internal BarQualityOptions OfBars(bool isLocal) => new()
    {
        PriceStep = isLocal && PriceStep != BarSeverity.Off ? PriceStepPercent / 100.0 : null,
        NoSession = NoSession, ZeroVolume = ZeroVolume, FlatPrices = FlatPrices, FlatPricesSessions = FlatPricesSessions,
    };
}
