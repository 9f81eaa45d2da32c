using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Compares one symbol's fetched bars with the stored ones, decides, and adds the resulting changes.</summary>
internal sealed class SymbolPlan(SeriesPair pair, KnownActions actions, PlanInputs inputs)
{
    private readonly FetchedBars fetched = inputs.Fetched;

    private readonly ReconcileRules rules = inputs.Rules;

    private readonly SecondOpinion opinion = new(inputs.Fetched.SecondOpinion, pair.Symbol);

    public void AddTo(ChangesBuilder changes)
    {
        var basis = rules.IsExact ? null : new BasisCheck(pair, actions).Find();
        var splits = new SplitCheck(pair, actions, basis, opinion);
        var finding = rules.IsExact ? Finding.Fits : Compare(basis, splits);
        var decision = Decide(finding);
        changes.Decide(decision, ToRecord(decision, finding, splits), finding.Conflict);
        if (rules.AdjustmentSource is { } folder && FolderAdjustments.Find(pair, actions, folder) is { } adjustments)
            changes.Readjust(pair.Symbol, adjustments);
        switch (decision.Outcome)
        {
            case Outcome.Merged:
                changes.Merge(pair, pair.Fetched.End);
                if (TotalReturnCheck.Find(pair.Fetched, actions, rules.MaxReturnGap) is { } gap) changes.Report(gap);
                break;
            case Outcome.Rebased:
                changes.Replace(pair, finding.FactorOn, BarRevision.Rebase);
                break;
            case Outcome.Replaced:
                changes.Replace(pair, pair.FactorNear, BarRevision.Basis);
                break;
            case Outcome.Held:
                var from = pair.Fetched.RowOf(finding.Day);
                changes.Merge(pair, from);
                changes.Hold(pair, from, finding);
                break;
        }
    }

    private Decision Decide(Finding finding)
    {
        var outcome = OutcomeOf(finding);
        var decision = new Decision(pair.Symbol, outcome, finding.Reason)
        {
            Source = pair.FetchedSource, Day = finding.Day, Prefer = outcome == Outcome.NeedsStoredProvider ? pair.OtherStoredSource : null,
        };
        return decision.IsAccepted ? decision with { IsExtended = pair.IsExtension, FetchedFrom = WholeRequest?.From } : decision;
    }

    /// <summary>
    /// Checks the instrument, the price basis, then new closes for jumps; on a new basis these are compared with fetched closes only. A basis that nothing
    /// explains is decided last, by the whole series and after a request for another provider's.
    /// </summary>
    private Finding Compare(Finding? basis, SplitCheck splits)
    {
        DateOnly? firstTrade = fetched.FirstTradeDates.TryGetValue(pair.Symbol, out var first) ? first : null;
        if (IdentityCheck.Find(pair, firstTrade, Request) is { } other) return other;
        var jumps = new JumpCheck(actions, splits, opinion, rules.MaxJump);
        if (basis is null) return jumps.Find(pair) ?? Finding.Fits;
        var isUndecided = basis.Kind == FindingKind.BasisMismatch;
        if (isUndecided && !(IsWhole && opinion.HasResponded)) return basis;
        var jump = jumps.FindOnNewBasis(pair);
        if (isUndecided) return new ConflictCheck(pair, inputs.Conflicts, rules.AsOf).Decide(basis, jump);
        // Bars before the jump must not move to the new basis alone: then nothing of the symbol is stored.
        return jump?.Kind == FindingKind.Jump ? jump with { Kind = FindingKind.BasisMismatch } : jump ?? basis;
    }

    private Outcome OutcomeOf(Finding finding) => finding.Kind switch
    {
        FindingKind.Fits => Outcome.Merged,
        FindingKind.BasisMismatch or FindingKind.OtherInstrument or FindingKind.UnappliedSplit when HasStoredProvider => Outcome.NeedsStoredProvider,
        FindingKind.OtherInstrument when finding.IsStated || IsWhole => Outcome.Held,
        _ when !IsWhole && !IsFinal => Outcome.NeedsWholeSeries,
        FindingKind.OtherInstrument => Outcome.Held,
        FindingKind.Rebased => Outcome.Rebased,
        FindingKind.ConfirmedBasis => Outcome.Replaced,
        FindingKind.UnappliedSplit when !pair.Stored.IsEmpty => Outcome.Refused,
        _ when !IsFinal => Outcome.NeedsSecondOpinion,
        FindingKind.Jump => rules.HoldJumps ? Outcome.Held : Outcome.Merged,
        _ => Outcome.Refused,
    };

    private BarRequest? Request => fetched.Requests.GetValueOrDefault(pair.Symbol);

    /// <summary>The request if it included splits and dividends.</summary>
    private BarRequest? WholeRequest => Request is { WithActions: true } request ? request : null;

    /// <summary>Whether the request covered every stored session, with splits and dividends: fetching more would not help.</summary>
    private bool IsWhole => WholeRequest is { } request && (pair.Stored.IsEmpty || request.From is null || Day.Of(request.From.Value) <= pair.Stored.FirstDay);

    private bool IsFinal => opinion.HasResponded;

    /// <summary>Whether stored bars come from another provider, which has not been asked yet.</summary>
    private bool HasStoredProvider => !IsFinal && Request is { Prefer: null } && pair.OtherStoredSource is not null;

    /// <summary>Splits are applied when the prices stored from now on contain them; those of another response, when the stored prices do.</summary>
    private IEnumerable<RecordedAction> ToRecord(Decision decision, Finding finding, SplitCheck splits) => decision.Outcome switch
    {
        _ when rules.IsExact => [],
        Outcome.Rebased => actions.OnBasis(day => day < Day.Of(finding.Splits[^1].ExDate) ? finding.FactorOn(day) : 1).ToRecord(splits.IsInFetched),
        Outcome.Replaced => actions.OnBasis(pair.FactorNear).ToRecord(splits.IsInFetched),
        _ when decision.IsAccepted => actions.ToRecord(splits.IsInFetched),
        Outcome.Held when finding.Kind == FindingKind.OtherInstrument => actions.ToRecord(splits.IsInStored, reportedOnly: true),
        Outcome.Held => actions.ToRecord(split => Day.Of(split.ExDate) < decision.Day ? splits.IsInFetched(split) : false, reportedOnly: true),
        Outcome.Refused => actions.ToRecord(splits.IsInStored, reportedOnly: true),
        _ => [],
    };
}

/// <summary>What all symbols of one reconciliation have in common.</summary>
/// <param name="Conflicts">Those that earlier nights found.</param>
internal sealed record PlanInputs(FetchedBars Fetched, IReadOnlyList<BasisConflict> Conflicts, ReconcileRules Rules);
