namespace QuantMatrix.Model;

/// <summary>What a reconciliation of stored and fetched bars decided: the lake applies all of it in one commit.</summary>
public sealed record Changes
{
    /// <summary>Symbols whose stored bars are removed before others are inserted.</summary>
    public IReadOnlySet<string> Removed { get; init; } = new SortedSet<string>();

    /// <summary>Bars of sessions the lake does not hold.</summary>
    public Bars Inserted { get; init; } = Bars.Empty;

    /// <summary>Bars that replace the stored ones of their session.</summary>
    public Bars Replaced { get; init; } = Bars.Empty;

    /// <summary>Every value that is overwritten or removed.</summary>
    public IReadOnlyList<BarRevision> Revisions { get; init; } = [];

    /// <summary>Years in which a bar is inserted before a stored one of its symbol; elsewhere bars are appended.</summary>
    public IReadOnlySet<int> BackfilledYears { get; init; } = new SortedSet<int>();

    /// <summary>Fetched bars that agree with the stored ones.</summary>
    public int Unchanged { get; init; }

    /// <summary>Bars that wait in quarantine.</summary>
    public IReadOnlyList<RejectedRow> Held { get; init; } = [];

    /// <summary>
    /// Splits, dividends and adjustments that are new, or whose value or status changes; they replace the recorded ones of their symbol, ex-date and kind.
    /// </summary>
    public IReadOnlyList<RecordedAction> Actions { get; init; } = [];

    /// <summary>Symbols whose recorded adjustments are removed before <see cref="Actions"/> are recorded.</summary>
    public IReadOnlySet<string> Readjusted { get; init; } = new SortedSet<string>();

    /// <summary>Total-return closes of providers that differ from the computed ones.</summary>
    public IReadOnlyList<ReturnGap> ReturnGaps { get; init; } = [];

    /// <summary>Conflicts to remember until another night; those of all other decided symbols are forgotten.</summary>
    public IReadOnlyList<BasisConflict> Conflicts { get; init; } = [];

    /// <summary>One for each fetched symbol, in ordinal order.</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];
}

/// <summary>Total-return closes of one symbol that a provider states otherwise than they are computed.</summary>
/// <param name="Day">The first session that differs, days since 1970-01-01.</param>
/// <param name="Bars">The number of sessions that differ.</param>
/// <param name="Stated">The close that the provider states for that session.</param>
/// <param name="Computed">The close of <see cref="TotalReturn"/> for that session, on the level of the provider's newest one.</param>
public sealed record ReturnGap(string Symbol, int Day, int Bars, double Stated, double Computed, string Source);

/// <summary>What was decided about the fetched bars of one symbol.</summary>
/// <param name="Reason">For an operator; empty when the bars fit the stored ones.</param>
public sealed record Decision(string Symbol, Outcome Outcome, string Reason = "")
{
    /// <summary>The source of the fetched bars.</summary>
    public required string Source { get; init; }

    /// <summary>The provider of the stored bars to ask next, for <see cref="Outcome.NeedsStoredProvider"/>.</summary>
    public string? Prefer { get; init; }

    /// <summary>The session in question, days since 1970-01-01; the first one when the whole series is.</summary>
    public int Day { get; init; }

    /// <summary>The session that the whole series was fetched from, when that was accepted; it is not fetched again if the symbol has no older bars.</summary>
    public DateOnly? FetchedFrom { get; init; }

    /// <summary>Whether a session newer than every stored one was accepted.</summary>
    public bool IsExtended { get; init; }

    /// <summary>Whether the fetched bars were accepted.</summary>
    public bool IsAccepted => Outcome is Outcome.Merged or Outcome.Rebased or Outcome.Replaced;

    /// <summary>Whether no further response can change the decision.</summary>
    public bool IsFinal => IsAccepted || Outcome is Outcome.Held or Outcome.Refused;

    /// <summary>Whether the fetched bars were accepted with a jump that nothing explains.</summary>
    public bool IsUnexplained => Outcome == Outcome.Merged && Reason.Length > 0;
}

/// <summary>What becomes of the fetched bars of a symbol.</summary>
public enum Outcome
{
    /// <summary>New sessions are inserted, differing bars are corrected.</summary>
    Merged,

    /// <summary>The whole series is replaced: its prices were divided by a split's ratio.</summary>
    Rebased,

    /// <summary>The whole series is replaced: two nights agree on another price basis, and the provider of the stored bars no longer serves them.</summary>
    Replaced,

    /// <summary>Bars from a session on wait in quarantine; those before it are merged.</summary>
    Held,

    /// <summary>Nothing of the symbol is stored.</summary>
    Refused,

    /// <summary>Undecided until the provider of the stored bars has responded.</summary>
    NeedsStoredProvider,

    /// <summary>Undecided until the provider's whole series, with its splits and dividends, is fetched.</summary>
    NeedsWholeSeries,

    /// <summary>Undecided until another provider has responded.</summary>
    NeedsSecondOpinion,
}
