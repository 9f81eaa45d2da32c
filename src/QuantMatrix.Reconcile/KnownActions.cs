using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Splits and dividends of one symbol from every source: one entry per day and kind, oldest first, whatever the order of the reports.</summary>
internal sealed class KnownActions
{
    private readonly Dictionary<(DateOnly, ActionKind), RecordedAction> recorded;
    private readonly CorporateAction[] reported;

    /// <param name="preferred">The source that takes precedence when several report the same action.</param>
    public KnownActions(IEnumerable<RecordedAction> recorded, IEnumerable<CorporateAction> reported, string preferred)
    {
        this.recorded = recorded.ToDictionary(r => Key(r.Action));
        this.reported = InOrder(reported.Distinct().GroupBy(Key).Select(same => Joined(same, preferred)));
        All = InOrder(this.reported.Concat(this.recorded.Values.Select(r => r.Action)).DistinctBy(Key));
    }

    /// <summary>Reported and recorded actions; a report replaces the recorded value.</summary>
    public CorporateAction[] All { get; }

    /// <summary>Actions with an ex-date after <paramref name="after"/>, up to and including <paramref name="upTo"/>.</summary>
    public ArraySegment<CorporateAction> Between(int after, int upTo)
    {
        var first = CountUpTo(after);
        return new(All, first, CountUpTo(upTo) - first);
    }

    /// <summary>Actions to insert or to mark as applied in the lake.</summary>
    /// <param name="appliedTo">Stored prices reflect splits up to this day.</param>
    /// <param name="reportedOnly">Skip recorded actions that were not reported again.</param>
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

    /// <summary>The entries of one source as one: dividends of a day are summed, split ratios multiplied.</summary>
    private static CorporateAction Joined(IEnumerable<CorporateAction> same, string preferred)
    {
        var bySource = same.GroupBy(a => a.Source).OrderBy(s => s.Key != preferred).ThenBy(s => s.Key, StringComparer.Ordinal).First();
        var values = bySource.Select(a => a.Value).Order();
        var first = bySource.First();
        return first with { Value = first.Kind == ActionKind.Split ? values.Aggregate(1.0, (product, ratio) => product * ratio) : values.Sum() };
    }
}
