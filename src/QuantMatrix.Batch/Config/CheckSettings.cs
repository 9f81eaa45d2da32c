using System.ComponentModel;
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
    [Description("A close-to-close move above price_step_percent without a corporate action or a second provider. In a folder, hold means warn, and "
        + "a move like a split of 2:1 or 3:2 counts too.")]
    public BarSeverity PriceStep { get; init; } = BarSeverity.Hold;

    [Description("The largest close-to-close move, in percent, that price_step does not question.")]
    [Range(5, 1_000)]
    public int PriceStepPercent { get; init; } = 50;

    [Description("A bar on a day without a session.")]
    public BarSeverity NoSession { get; init; } = BarSeverity.Hold;

    [Description("A bar without volume.")]
    public BarSeverity ZeroVolume { get; init; } = BarSeverity.Warn;

    [Description("Identical open, high, low and close for flat_prices_sessions sessions in a row.")]
    public BarSeverity FlatPrices { get; init; } = BarSeverity.Warn;

    [Description("The number of sessions for flat_prices.")]
    [Range(2, 1_000)]
    public int FlatPricesSessions { get; init; } = 5;

    [Description("Nine in ten of the symbols requested, of at least 200 and a quarter of the universe, lack the newest session that others have. "
        + "Live sources only.")]
    public RunSeverity Outage { get; init; } = RunSeverity.Fail;

    [Description("Fewer symbols with a bar in the newest session than symbol_count_percent of the session before. Live sources only.")]
    public RunSeverity SymbolCount { get; init; } = RunSeverity.Fail;

    [Description("The percentage for symbol_count.")]
    [Range(1, 100)]
    public int SymbolCountPercent { get; init; } = 90;

    [Description("Percent of a symbol's rows that may be refused. Above it, the next provider is asked for the symbol; the job is partial when none "
        + "is better.")]
    [Range(0, 100)]
    public int RefusedPercent { get; init; } = 2;

    [Description("A total-return close of a provider that differs by more than total_return_percent from the one computed from closes, dividends and "
        + "adjustments. Live sources only.")]
    public RunSeverity TotalReturn { get; init; } = RunSeverity.Warn;

    [Description("The largest difference, in percent, that total_return does not question.")]
    [Range(0.001, 100)]
    public double TotalReturnPercent { get; init; } = 0.1;

    /// <param name="isLocal">Bars come from a folder.</param>
    internal BarQualityOptions OfBars(bool isLocal) => new()
    {
        PriceStep = isLocal && PriceStep != BarSeverity.Off ? PriceStepPercent / 100.0 : null,
        NoSession = NoSession, ZeroVolume = ZeroVolume, FlatPrices = FlatPrices, FlatPricesSessions = FlatPricesSessions,
    };
}
