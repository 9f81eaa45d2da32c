using System.Runtime.InteropServices;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Incoming bars laid over stored ones by (symbol, date): what is new and what changed.</summary>
internal sealed class BarMerge
{
    private readonly BarsBuilder added = new();
    private readonly List<BarRevision> revisions = [];
    private readonly SortedSet<int> rewrittenYears = [];
    private readonly Bars stored;
    private readonly Bars incoming;
    private readonly string reason;

    /// <param name="reason">The class of the revisions.</param>
    public BarMerge(Bars stored, Bars incoming, string reason)
    {
        (this.stored, this.incoming, this.reason) = (stored, incoming, reason);
        for (var n = 0; stored.Count > 0 && n < incoming.Symbols.Count; n++) Merge(stored.IndexOf(incoming.Symbols[n]), n);
        Added = stored.Count == 0 ? incoming : added.Build();
    }

    /// <summary>Bars not stored yet.</summary>
    public Bars Added { get; }

    /// <summary>Every stored value that changes, oldest first within a symbol.</summary>
    public IReadOnlyList<BarRevision> Revisions => revisions;

    /// <summary>Stored rows that change.</summary>
    public int ChangedRows { get; private set; }

    /// <summary>Years whose rows must be laid down anew: a stored row changes, or a bar is added before a stored one. Additions elsewhere are appends.</summary>
    public IReadOnlySet<int> RewrittenYears => rewrittenYears;

    /// <summary>Both together, the incoming row winning where both have the key and differ.</summary>
    public static Bars Overlay(Bars stored, Bars incoming)
    {
        var merged = new BarsBuilder(stored.Count + incoming.Count);
        foreach (var symbol in stored.Symbols.Union(incoming.Symbols).Order(StringComparer.Ordinal))
        {
            var (s, n) = (stored.IndexOf(symbol), incoming.IndexOf(symbol));
            var ((i, iEnd), (j, jEnd)) = (Rows(stored, s), Rows(incoming, n));
            while (i < iEnd || j < jEnd)
            {
                if (j == jEnd || (i < iEnd && stored.Days[i] < incoming.Days[j])) merged.Add(stored, s, i..++i);
                else
                {
                    var both = i < iEnd && stored.Days[i] == incoming.Days[j];
                    if (both && SameRows(stored, i, incoming, j, 1)) merged.Add(stored, s, i..(i + 1));
                    else merged.Add(incoming, n, j..(j + 1));
                    if (both) i++;
                    j++;
                }
            }
        }
        return merged.Build();
    }

    private void Merge(int s, int n)
    {
        var ((i, iEnd), (j, jEnd)) = (Rows(stored, s), Rows(incoming, n));
        while (i < iEnd && stored.Days[i] < incoming.Days[j]) i++;
        var overlap = Math.Min(iEnd - i, jEnd - j);
        if (SameRows(stored, i, incoming, j, overlap)) (i, j) = (i + overlap, j + overlap);
        while (j < jEnd)
        {
            while (i < iEnd && stored.Days[i] < incoming.Days[j]) i++;
            if (i == iEnd)
            {
                added.Add(incoming, n, j..jEnd);
                return;
            }
            if (stored.Days[i] == incoming.Days[j]) Compare(i, j, incoming.Symbols[n]);
            else
            {
                added.Add(incoming, n, j..(j + 1));
                if (Year(stored.Days[i]) == Year(incoming.Days[j])) rewrittenYears.Add(Year(incoming.Days[j]));
            }
            j++;
        }
    }

    /// <summary>The usual night, at the speed of memory: rows that lie alike on both sides and hold the same bits.</summary>
    private static bool SameRows(Bars stored, int i, Bars incoming, int j, int count)
    {
        return Same(stored.Days, incoming.Days) && Same(stored.Close, incoming.Close) && Same(stored.Open, incoming.Open) && Same(stored.High, incoming.High)
            && Same(stored.Low, incoming.Low) && Same(stored.AdjClose, incoming.AdjClose) && Same(stored.Volume, incoming.Volume);

        bool Same<T>(ReadOnlySpan<T> old, ReadOnlySpan<T> now) where T : unmanaged =>
            MemoryMarshal.AsBytes(old.Slice(i, count)).SequenceEqual(MemoryMarshal.AsBytes(now.Slice(j, count)));
    }

    private void Compare(int i, int j, string symbol)
    {
        var before = revisions.Count;
        Note(BarField.Open, stored.Open[i], incoming.Open[j]);
        Note(BarField.High, stored.High[i], incoming.High[j]);
        Note(BarField.Low, stored.Low[i], incoming.Low[j]);
        Note(BarField.Close, stored.Close[i], incoming.Close[j]);
        Note(BarField.AdjClose, stored.AdjClose[i], incoming.AdjClose[j]);
        Note(BarField.Volume, stored.Volume[i], incoming.Volume[j]);
        if (revisions.Count == before) return;
        ChangedRows++;
        rewrittenYears.Add(Year(stored.Days[i]));

        void Note(string field, double old, double now)
        {
            if (!old.Equals(now)) revisions.Add(new BarRevision(symbol, stored.Days[i], field, old, now, reason, incoming.Source[j]));
        }
    }

    private static int Year(int day) => Day.Date(day).Year;

    private static (int Start, int End) Rows(Bars bars, int symbol) => symbol < 0 ? (0, 0) : (bars.Starts[symbol], bars.Starts[symbol + 1]);
}
