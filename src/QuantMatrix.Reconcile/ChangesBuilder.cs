using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Collects the changes of many symbols by comparing fetched rows with stored ones.</summary>
internal sealed class ChangesBuilder(Bars fetched, bool exact)
{
    private static readonly (string Field, Func<Bar, double> Value)[] Fields =
    [
        (BarField.Open, b => b.Open), (BarField.High, b => b.High), (BarField.Low, b => b.Low), (BarField.Close, b => b.Close),
        (BarField.Volume, b => b.Volume),
    ];

    private readonly SortedSet<string> removed = new(StringComparer.Ordinal), readjusted = new(StringComparer.Ordinal);
    private readonly List<(int Symbol, Range Rows)> inserted = [];
    private readonly BarsBuilder replaced = new();
    private readonly List<BarRevision> revisions = [];
    private readonly SortedSet<int> backfilledYears = [];
    private readonly List<RejectedRow> held = [];
    private readonly List<RecordedAction> actions = [];
    private readonly List<ReturnGap> returnGaps = [];
    private readonly List<BasisConflict> conflicts = [];
    private readonly List<Decision> decisions = [];
    private int unchanged;

    public void Decide(Decision decision, IEnumerable<RecordedAction> toRecord, BasisConflict? conflict)
    {
        decisions.Add(decision);
        if (conflict is not null) conflicts.Add(conflict);
        actions.AddRange(toRecord);
    }

    /// <summary>Replaces the recorded adjustments of a symbol.</summary>
    public void Readjust(string symbol, IEnumerable<CorporateAction> adjustments)
    {
        readjusted.Add(symbol);
        actions.AddRange(adjustments.Select(a => new RecordedAction(a, IsApplied: true)));
    }

    public void Report(ReturnGap gap) => returnGaps.Add(gap);

    /// <summary>Inserts new sessions, corrects differing ones.</summary>
    /// <param name="end">One past the last fetched row to merge.</param>
    public void Merge(SeriesPair pair, int end) => Merge(pair, end, exact, BarRevision.Correction);

    /// <summary>Replaces the whole stored series. A stored session missing from the fetched series is converted to the new basis.</summary>
    /// <param name="factor">New over old price on a day.</param>
    public void Replace(SeriesPair pair, Func<int, double> factor, string why)
    {
        Merge(pair, pair.Fetched.End, exact: true, why);
        for (var i = pair.Stored.Start; i < pair.Stored.End; i++)
        {
            var old = pair.Stored.BarAt(i);
            var now = Times(old, factor(old.Day));
            var isChange = pair.Fetched.RowOf(old.Day) < 0 && !Tolerance.SameBar(old, now, Precision.Exact);
            if (isChange) Change(pair.Symbol, old, now, pair.Stored.Bars.Source[i], why);
        }
    }

    /// <summary>Removes the whole stored series and inserts the fetched one.</summary>
    public void Succeed(SeriesPair pair)
    {
        removed.Add(pair.Symbol);
        for (var i = pair.Stored.Start; i < pair.Stored.End; i++)
            foreach (var (field, value) in Fields)
                revisions.Add(new(pair.Symbol, pair.Stored.Bars.Days[i], field, value(pair.Stored.BarAt(i)), double.NaN, BarRevision.Succession,
                    pair.FetchedSource));
        readjusted.Add(pair.Symbol);
        inserted.Add((pair.Fetched.Index, pair.Fetched.Start..pair.Fetched.End));
    }

    /// <summary>Holds the fetched rows from <paramref name="from"/> on in quarantine; those that equal the stored ones only with the whole series.</summary>
    public void Hold(SeriesPair pair, int from, Finding finding)
    {
        for (var j = from; j < pair.Fetched.End; j++)
            if (!finding.HoldsEqual && pair.Stored.RowOf(pair.Fetched.Bars.Days[j]) is >= 0 and var i && Same(pair, i, j, exact)) unchanged++;
            else held.Add(HeldBar.Of(pair.Fetched.Bars, pair.Symbol, j, finding.Reason));
    }

    public Changes Build() => new()
    {
        Removed = removed, Inserted = Inserted(), Replaced = replaced.Build(), Revisions = revisions, BackfilledYears = backfilledYears,
        Unchanged = unchanged, Held = held, Readjusted = readjusted, Actions = actions, ReturnGaps = returnGaps, Conflicts = conflicts, Decisions = decisions,
    };

    private void Merge(SeriesPair pair, int end, bool exact, string why)
    {
        var stored = pair.Stored;
        var days = pair.Fetched.Bars.Days;
        var (i, j) = SkipIdentical(pair, end);
        for (; j < end; j++)
        {
            while (i < stored.End && stored.Bars.Days[i] < days[j]) i++;
            if (i == stored.End)
            {
                inserted.Add((pair.Fetched.Index, j..end));
                return;
            }
            if (stored.Bars.Days[i] > days[j]) Backfill(pair.Fetched.Index, j, stored.Bars.Days[i]);
            else if (Same(pair, i, j, exact)) unchanged++;
            else Change(pair.Symbol, stored.BarAt(i), pair.Fetched.BarAt(j), pair.Fetched.Bars.Source[j], why);
        }
    }

    /// <summary>The fast path of an unchanged series: compares the memory of the overlapping rows, from the first fetched session on.</summary>
    /// <returns>The first stored and the first fetched row still to compare.</returns>
    private (int Stored, int Fetched) SkipIdentical(SeriesPair pair, int end)
    {
        var j = pair.Fetched.Start;
        if (j == end) return (pair.Stored.End, end);
        var i = pair.Stored.RowFrom(pair.Fetched.FirstDay);
        var overlap = Math.Min(pair.Stored.End - i, end - j);
        if (!AreIdentical(pair.Stored.Bars, i, pair.Fetched.Bars, j, overlap)) return (i, j);
        unchanged += overlap;
        return (i + overlap, j + overlap);
    }

    private static bool AreIdentical(Bars stored, int i, Bars fetched, int j, int count)
    {
        return Same(stored.Days, fetched.Days) && Same(stored.Close, fetched.Close) && Same(stored.Open, fetched.Open) && Same(stored.High, fetched.High)
            && Same(stored.Low, fetched.Low) && Same(stored.Volume, fetched.Volume);

        bool Same<T>(ReadOnlySpan<T> old, ReadOnlySpan<T> now) where T : unmanaged =>
            MemoryMarshal.AsBytes(old.Slice(i, count)).SequenceEqual(MemoryMarshal.AsBytes(now.Slice(j, count)));
    }

    private static bool Same(SeriesPair pair, int i, int j, bool exact) => Tolerance.SameBar(pair.Stored.BarAt(i), pair.Fetched.BarAt(j),
        exact ? Precision.Exact : pair.Stored.Bars.Source[i] == pair.Fetched.Bars.Source[j] ? Precision.SameProvider : Precision.OtherProvider);

    private void Backfill(int symbol, int row, int nextStoredDay)
    {
        inserted.Add((symbol, row..(row + 1)));
        var year = Day.Date(fetched.Days[row]).Year;
        if (year == Day.Date(nextStoredDay).Year) backfilledYears.Add(year);
    }

    private void Change(string symbol, Bar old, Bar now, string source, string why)
    {
        replaced.Add(symbol, now, source);
        foreach (var (field, value) in Fields)
            if (!value(old).Equals(value(now))) revisions.Add(new(symbol, old.Day, field, value(old), value(now), why, source));
    }

    private static Bar Times(in Bar bar, double factor) => new(bar.Day, bar.Open * factor, bar.High * factor, bar.Low * factor, bar.Close * factor,
        double.NaN, (long)Math.Round(bar.Volume / factor));

    /// <summary>Without a copy when every fetched bar is new.</summary>
    private Bars Inserted()
    {
        var count = inserted.Sum(r => r.Rows.End.Value - r.Rows.Start.Value);
        if (count == fetched.Count) return fetched;
        var bars = new BarsBuilder(count);
        foreach (var (symbol, rows) in inserted) bars.Add(fetched, symbol, rows);
        return bars.Build();
    }
}
