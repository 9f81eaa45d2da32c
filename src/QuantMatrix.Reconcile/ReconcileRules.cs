using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>How fetched bars are judged against stored ones.</summary>
public sealed record ReconcileRules
{
    /// <summary>For a source that is taken at its word: every bar is stored as it is, any difference is a correction.</summary>
    public static readonly ReconcileRules Exact = new() { IsExact = true };

    /// <summary>No check of price bases and jumps, and no tolerance.</summary>
    public bool IsExact { get; private init; }

    /// <summary>A close that moves by more than this share of the one before needs an explanation.</summary>
    public double MaxJump { get; init; } = 0.5;

    /// <summary>Whether bars from an unexplained jump on wait in quarantine; otherwise they are stored and reported.</summary>
    public bool HoldJumps { get; init; } = true;

    /// <summary>The newest session of the run: accepted prices contain every corporate action up to it.</summary>
    public DateOnly AsOf { get; init; }
}

/// <summary>Bars of any number of symbols as a source returned them, and what came with them.</summary>
public sealed record FetchedBars(Bars Bars)
{
    /// <summary>Splits and dividends, in any order, also of the second opinion.</summary>
    public IReadOnlyList<CorporateAction> Actions { get; init; } = [];

    /// <summary>The request of each symbol; none for <see cref="ReconcileRules.Exact"/>.</summary>
    public IReadOnlyDictionary<string, BarRequest> Requests { get; init; } = new Dictionary<string, BarRequest>();

    /// <summary>Bars of another provider for symbols that need a second opinion; null before it was asked. Whatever it holds, no further question follows.</summary>
    public Bars? SecondOpinion { get; init; }
}
