using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>The splits and dividends of one symbol from every source, oldest first, whatever the order of the reports.</summary>
/// <remarks>
/// A day has one split, the product of all; each of its dividends is an entry of its own, also of equal amounts, as a regular and a special one may be. The
/// entries of a day and kind come from one source.
/// </remarks>
internal sealed class KnownActions
{
    /// <summary>Relative difference below which two amounts of one source are one.</summary>
    private const double SameAmount = 1e-6;

    /// <summary>Ex-dates of one action differ by at most this many calendar days between sources.</summary>
    private const int RepeatDays = 4;

    private readonly ILookup<(DateOnly, ActionKind), RecordedAction> recorded;
    private readonly Dictionary<(DateOnly, ActionKind), CorporateAction[]> reported;

    /// <param name="preferred">The source that takes precedence when several report the same action.</param>
    public KnownActions(IEnumerable<RecordedAction> recorded, IEnumerable<CorporateAction> reported, string preferred)
    {
        var isAdjustment = recorded.ToLookup(r => r.Action.Kind == ActionKind.Adjustment);
        Adjustments = [.. isAdjustment[true].Select(r => r.Action).OrderBy(a => a.ExDate)];
        this.recorded = isAdjustment[false].OrderBy(r => r.Action.Value).ToLookup(r => Key(r.Action));
        this.reported = reported.GroupBy(Key).ToDictionary(day => day.Key, day => OfOneSource(day, preferred));
        var all = this.reported.Keys.Union(this.recorded.Select(r => r.Key)).Order().SelectMany(key => Chosen(key, this.reported.GetValueOrDefault(key, [])));
        All = WithoutRepeats([.. all], preferred);
    }

    private KnownActions(KnownActions actions, CorporateAction[] all) =>
        (recorded, reported, Adjustments, All) = (actions.recorded, actions.reported, actions.Adjustments, all);

    /// <summary>Reported and recorded splits and dividends.</summary>
    public CorporateAction[] All { get; }

    /// <summary>Recorded adjustments.</summary>
    public CorporateAction[] Adjustments { get; }

    public IEnumerable<CorporateAction> Splits => All.Where(a => a.Kind == ActionKind.Split);

    /// <summary>Whether the stored prices are known to contain a split.</summary>
    public bool IsApplied(CorporateAction split) => recorded[Key(split)].Any(r => r.IsApplied);

    public bool IsRecorded(CorporateAction action) => recorded.Contains(Key(action));

    /// <summary>Actions with an ex-date after <paramref name="after"/>, up to and including <paramref name="upTo"/>.</summary>
    public ArraySegment<CorporateAction> Between(int after, int upTo)
    {
        var first = CountUpTo(after);
        return new(All, first, CountUpTo(upTo) - first);
    }

    /// <summary>Actions to insert or to change in the lake, with all others of their day and kind.</summary>
    /// <param name="isContained">Whether the prices stored from now on contain a split; null when these bars do not show it: then its status stays.</param>
    /// <param name="reportedOnly">Skip recorded actions that were not reported again.</param>
    public IEnumerable<RecordedAction> ToRecord(Func<CorporateAction, bool?> isContained, bool reportedOnly = false) =>
        from day in All.GroupBy(Key)
        where !reportedOnly || reported.ContainsKey(day.Key)
        let before = recorded[day.Key].ToList()
        let isApplied = day.Key.Item2 == ActionKind.Dividend ? true : isContained(day.First()) ?? (before.Count > 0 ? before[0].IsApplied : null)
        where isApplied is not null
        let now = day.Select(a => new RecordedAction(a, isApplied.Value)).ToList()
        where !now.SequenceEqual(before)
        from action in now
        select action;

    /// <summary>The same for closes on another basis: dividends are as reported with these closes, and recorded ones are converted.</summary>
    /// <param name="factor">New over old price on a day.</param>
    public KnownActions OnBasis(Func<int, double> factor) => new(this, [.. All.GroupBy(Key).SelectMany(day =>
        day.Key.Kind != ActionKind.Dividend ? day : reported.TryGetValue(day.Key, out var report) ? report
        : day.Select(a => a with { Value = a.Value * factor(Day.Of(a.ExDate)) }))]);

    private CorporateAction[] WithoutRepeats(CorporateAction[] all, string preferred)
    {
        return [.. all.Where((_, i) => !Near(i, -1).Concat(Near(i, 1)).Any(other => IsRepeat(all[i], other, preferred)))];

        IEnumerable<CorporateAction> Near(int i, int step)
        {
            for (var j = i + step; j >= 0 && j < all.Length && Math.Abs(all[j].ExDate.DayNumber - all[i].ExDate.DayNumber) <= RepeatDays; j += step)
                if (all[j].Kind == all[i].Kind && all[j].ExDate != all[i].ExDate) yield return all[j];
        }
    }

    /// <summary>
    /// Whether an action is another one with a date off by a few days: of another source, of a calendar by payment date, or before it was moved. The applied
    /// split counts, then the one reported now; of dividends, which one source never repeats, the recorded one; then the preferred source's, then the later.
    /// </summary>
    private bool IsRepeat(CorporateAction action, CorporateAction other, string preferred)
    {
        return Tolerance.SameRatio(action.Value, other.Value) && (action.Kind == ActionKind.Split || action.Source != other.Source)
            && Rank(other).CompareTo(Rank(action)) > 0;

        (bool, bool, bool, DateOnly) Rank(CorporateAction a) => a.Kind == ActionKind.Split
            ? (IsApplied(a), reported.ContainsKey(Key(a)), a.Source == preferred, a.ExDate)
            : (IsRecorded(a), IsRecorded(a), a.Source == preferred, a.ExDate);
    }

    private int CountUpTo(int day)
    {
        var count = 0;
        while (count < All.Length && Day.Of(All[count].ExDate) <= day) count++;
        return count;
    }

    private static (DateOnly Date, ActionKind Kind) Key(CorporateAction action) => (action.ExDate, action.Kind);

    /// <summary>The most detailed report; of equally detailed ones the preferred source's.</summary>
    private static CorporateAction[] OfOneSource(IEnumerable<CorporateAction> day, string preferred) =>
        day.GroupBy(a => a.Source).Select(Listed).OrderByDescending(a => a.Length).ThenBy(a => a[0].Source != preferred)
            .ThenBy(a => a[0].Source, StringComparer.Ordinal).First();

    private static CorporateAction[] Listed(IEnumerable<CorporateAction> ofSource)
    {
        CorporateAction[] actions = [.. ofSource.OrderBy(a => a.Value)];
        if (actions[0].Kind == ActionKind.Dividend) return actions;
        var ratios = new List<double>();
        foreach (var ratio in actions.Select(a => a.Value))
            if (ratios.Count == 0 || !Tolerance.SameRatio(ratios[^1], ratio)) ratios.Add(ratio);
        return [actions[0] with { Value = ratios.Aggregate(1.0, (product, ratio) => product * ratio) }];
    }

    /// <summary>
    /// The recorded entries stay when the report says the same. A source restates its own entries; another source replaces them by a more detailed list, or
    /// by another split ratio. Amounts of two sources may differ, and the first recorded one stays.
    /// </summary>
    private CorporateAction[] Chosen((DateOnly, ActionKind Kind) key, CorporateAction[] report)
    {
        var known = recorded[key].Select(r => r.Action).ToArray();
        if (known.Length == 0) return report;
        if (report.Length == 0) return known;
        if (key.Kind == ActionKind.Split) return Tolerance.SameRatio(known[0].Value, report[0].Value) ? known : report;
        if (known[0].Source != report[0].Source) return report.Length > known.Length ? report : known;
        return known.Length == report.Length && known.Zip(report).All(p => Math.Abs(p.First.Value / p.Second.Value - 1) <= SameAmount) ? known : report;
    }
}
