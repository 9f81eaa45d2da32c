using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Compares one symbol's fetched bars with the stored ones, decides, and adds the resulting changes.</summary>
internal sealed class SymbolPlan(SeriesPair pair, KnownActions actions, FetchedBars fetched, ReconcileRules rules)
{
    public void AddTo(ChangesBuilder changes)
    {
        var finding = rules.IsExact ? Finding.Fits : Compare();
        var outcome = OutcomeOf(finding.Kind);
        var decision = new Decision(pair.Symbol, outcome, finding.Reason) { Source = pair.FetchedSource, Day = finding.Day };
        if (decision.IsAccepted) decision = decision with { IsExtended = pair.IsExtension, FetchedFrom = WholeRequest?.From };
        changes.Decide(decision, ToRecord(decision));
        switch (outcome)
        {
            case Outcome.Merged:
                changes.Merge(pair, pair.Fetched.End);
                break;
            case Outcome.Rebased:
                changes.Replace(pair, finding.Factor, BarRevision.Rebase);
                break;
            case Outcome.Readjusted:
                changes.Replace(pair, finding.Factor, BarRevision.Dividend);
                break;
            case Outcome.Held:
                var from = pair.Fetched.RowOf(finding.Day);
                changes.Merge(pair, from);
                changes.Hold(pair, from, finding.Reason);
                break;
        }
    }

    /// <summary>Checks the price basis, then new closes for jumps; on a new basis these are compared with fetched closes only.</summary>
    private Finding Compare()
    {
        var basis = BasisCheck.Find(pair, actions.All);
        if (basis?.Kind == FindingKind.BasisMismatch) return basis;
        var jumps = new JumpCheck(actions, rules.MaxJump, new(fetched.SecondOpinion ?? Bars.Empty, pair.Symbol));
        if (basis?.Kind != FindingKind.Rebased) return jumps.Find(pair) ?? basis ?? Finding.Fits;
        // Bars before the jump must not move to the new basis alone: then nothing of the symbol is stored.
        return jumps.Find(pair with { Stored = new(Bars.Empty, pair.Symbol) }) is not { } jump ? basis
            : jump.Kind == FindingKind.Jump ? jump with { Kind = FindingKind.BasisMismatch } : jump;
    }

    private Outcome OutcomeOf(FindingKind finding) => finding switch
    {
        FindingKind.Fits => Outcome.Merged,
        _ when !IsWhole && !IsFinal => Outcome.NeedsWholeSeries,
        FindingKind.Rebased => Outcome.Rebased,
        FindingKind.Readjusted => Outcome.Readjusted,
        FindingKind.UnappliedSplit => Outcome.Refused,
        _ when !IsFinal => Outcome.NeedsSecondOpinion,
        FindingKind.Jump => rules.HoldJumps ? Outcome.Held : Outcome.Merged,
        _ => Outcome.Refused,
    };

    /// <summary>The request if it included splits and dividends.</summary>
    private BarRequest? WholeRequest => fetched.Requests.GetValueOrDefault(pair.Symbol) is { WithActions: true } request ? request : null;

    /// <summary>Whether the request covered every stored session, with splits and dividends: fetching more would not help.</summary>
    private bool IsWhole => WholeRequest is { } request && (pair.Stored.IsEmpty || request.From is null || Day.Of(request.From.Value) <= pair.Stored.FirstDay);

    private bool IsFinal => fetched.SecondOpinion is not null;

    /// <summary>Accepted prices reflect every action; otherwise a reported split is pending unless the stored prices already reflect it.</summary>
    private IEnumerable<RecordedAction> ToRecord(Decision decision) => decision.Outcome switch
    {
        _ when decision.IsAccepted => actions.ToRecord(rules.AsOf),
        Outcome.Held => actions.ToRecord(Day.Date(decision.Day - 1), reportedOnly: true),
        Outcome.Refused => actions.ToRecord(pair.Stored.IsEmpty ? DateOnly.MinValue : Day.Date(pair.Stored.LastDay), reportedOnly: true),
        _ => [],
    };
}
