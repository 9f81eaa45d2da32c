using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>How fetched bars are compared with stored ones.</summary>
public sealed record ReconcileRules
{
    /// <summary>For authoritative sources (a local folder, an operator): every bar is stored as is, and any difference is a correction.</summary>
    public static readonly ReconcileRules Exact = new() { IsExact = true };

    /// <summary>The same for a folder, whose total-return closes are recorded as adjustments.</summary>
    public static ReconcileRules Folder(string source) => Exact with { AdjustmentSource = source };

    /// <summary>No tolerance, and no check of price bases or jumps.</summary>
    public bool IsExact { get; private init; }

    /// <summary>The folder whose total-return closes are recorded as adjustments; null to record none.</summary>
    public string? AdjustmentSource { get; private init; }

    /// <summary>Largest relative distance between a provider's total-return close and the computed one that is not reported.</summary>
    public double MaxReturnGap { get; init; } = double.PositiveInfinity;

    /// <summary>Largest close-to-close move, as a fraction, that needs no explanation.</summary>
    public double MaxJump { get; init; } = 0.5;

    /// <summary>Whether bars from an unexplained jump onward are held in quarantine; otherwise they are stored and reported.</summary>
    public bool HoldJumps { get; init; } = true;

    /// <summary>The newest session of the run.</summary>
    public DateOnly AsOf { get; init; }
}

/// <summary>A source's response for any number of symbols: bars, corporate actions, and the requests they respond to.</summary>
public sealed record FetchedBars(Bars Bars)
{
    /// <summary>Splits and dividends in any order, those of the second opinion included.</summary>
    public IReadOnlyList<CorporateAction> Actions { get; init; } = [];

    /// <summary>The first session each instrument traded, by symbol, where the provider says so.</summary>
    public IReadOnlyDictionary<string, DateOnly> FirstTradeDates { get; init; } = new Dictionary<string, DateOnly>();

    /// <summary>The request of each symbol; none for <see cref="ReconcileRules.Exact"/>.</summary>
    public IReadOnlyDictionary<string, BarRequest> Requests { get; init; } = new Dictionary<string, BarRequest>();

    /// <summary>Bars of another provider; null before it has responded. With them, even if empty, every symbol is decided.</summary>
    public Bars? SecondOpinion { get; init; }
}
