using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Splits and dividends of one symbol, one entry a day and kind, oldest first, in whatever order and by however many sources they are reported.</summary>
internal sealed class KnownActions
{
    private readonly Dictionary<(DateOnly, ActionKind), RecordedAction> recorded;
    private readonly CorporateAction[] reported;

    /// <param name="preferred">The source that wins where several report the same action.</param>
    public KnownActions(IEnumerable<RecordedAction> recorded, IEnumerable<CorporateAction> reported, string preferred)
    {
        this.recorded = recorded.ToDictionary(r => Key(r.Action));
        this.reported = InOrder(reported.Distinct().GroupBy(Key).Select(same => Joined(same, preferred)));
        All = InOrder(this.reported.Concat(this.recorded.Values.Select(r => r.Action)).DistinctBy(Key));
    }

    /// <summary>Reported and recorded ones; what is reported now wins.</summary>
    public CorporateAction[] All { get; }

    /// <summary>Those whose ex-date is after one day and not after another.</summary>
    public ArraySegment<CorporateAction> Between(int after, int upTo)
    {
        var first = CountUpTo(after);
        return new(All, first, CountUpTo(upTo) - first);
    }

    /// <summary>What changes in the lake once prices up to a day are stored.</summary>
    /// <param name="appliedTo">Splits up to here are in the stored prices.</param>
    /// <param name="reportedOnly">Leave alone the recorded ones that were not reported again.</param>
    public IEnumerable<RecordedAction> ToRecord(DateOnly appliedTo, bool reportedOnly = false)
    {
        foreach (var action in reportedOnly ? reported : All)
        {
            var isApplied = action.Kind == ActionKind.Dividend || action.ExDate <= appliedTo;
            if (!recorded.TryGetValue(Key(action), out var known)) yield return new(action, isApplied);
            else if (isApplied && !known.IsApplied) yield return known with { IsApplied = true };
        }
    }

    private int CountUpTo(int day)
    {
        var count = 0;
        while (count < All.Length && Day.Of(All[count].ExDate) <= day) count++;
        return count;
    }

    private static (DateOnly, ActionKind) Key(CorporateAction action) => (action.ExDate, action.Kind);

    private static CorporateAction[] InOrder(IEnumerable<CorporateAction> actions) => [.. actions.OrderBy(a => a.ExDate).ThenBy(a => a.Kind)];

    /// <summary>The entries of one source: several dividends of a day add up, several splits multiply.</summary>
    private static CorporateAction Joined(IEnumerable<CorporateAction> same, string preferred)
    {
        var bySource = same.GroupBy(a => a.Source).OrderBy(s => s.Key != preferred).ThenBy(s => s.Key, StringComparer.Ordinal).First();
        var values = bySource.Select(a => a.Value).Order();
        var first = bySource.First();
        return first with { Value = first.Kind == ActionKind.Split ? values.Aggregate(1.0, (product, ratio) => product * ratio) : values.Sum() };
    }
}
