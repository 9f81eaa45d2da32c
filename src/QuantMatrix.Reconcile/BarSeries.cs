using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>The rows of one symbol within bars of many; empty when the bars do not hold it.</summary>
internal readonly record struct BarSeries(Bars Bars, string Symbol)
{
    /// <summary>The symbol's place in <see cref="Bars.Symbols"/>, or -1.</summary>
    public int Index { get; } = Bars.IndexOf(Symbol);

    public int Start => Index < 0 ? 0 : Bars.Starts[Index];

    public int End => Index < 0 ? 0 : Bars.Starts[Index + 1];

    public bool IsEmpty => Index < 0;

    public int FirstDay => Bars.Days[Start];

    public int LastDay => Bars.Days[End - 1];

    /// <summary>The row of a session, or -1.</summary>
    public int RowOf(int day) => RowFrom(day) is var row && row < End && Bars.Days[row] == day ? row : -1;

    /// <summary>The first row on or after a day; <see cref="End"/> when there is none.</summary>
    public int RowFrom(int day)
    {
        var found = Bars.Days[Start..End].BinarySearch(day);
        return Start + (found < 0 ? ~found : found);
    }

    public Bar BarAt(int row) => At(Bars, row);

    /// <summary>The gross return between two sessions; null unless the series has both.</summary>
    public double? Return(int from, int to)
    {
        var (before, row) = (RowOf(from), RowOf(to));
        return before >= 0 && row >= 0 ? Bars.Close[row] / Bars.Close[before] : null;
    }

    public static Bar At(Bars bars, int row) =>
        new(bars.Days[row], bars.Open[row], bars.High[row], bars.Low[row], bars.Close[row], bars.AdjClose[row], bars.Volume[row]);
}

/// <summary>The stored and the fetched bars of one symbol.</summary>
internal sealed class SeriesPair(BarSeries stored, BarSeries fetched)
{
    public BarSeries Stored { get; } = stored;

    public BarSeries Fetched { get; } = fetched;

    public string Symbol => Fetched.Symbol;

    /// <summary>Rows of the sessions both hold, oldest first.</summary>
    public IReadOnlyList<SharedRow> Shared => field ??= SharedRows(Stored, Fetched);

    /// <summary>The source of the first fetched bar; a provider serves a symbol whole.</summary>
    public string FetchedSource => Fetched.Bars.Source[Fetched.Start];

    /// <summary>The provider of the newest stored bar that another one than <see cref="FetchedSource"/> delivered; null when there is none.</summary>
    public string? OtherStoredSource
    {
        get
        {
            for (var i = Stored.End - 1; i >= Stored.Start && !Stored.IsEmpty; i--)
                if (Stored.Bars.Source[i] != FetchedSource) return Stored.Bars.Source[i];
            return null;
        }
    }

    /// <summary>Whether the fetched series ends after the stored one.</summary>
    public bool IsExtension => Stored.IsEmpty || Fetched.LastDay > Stored.LastDay;

    /// <summary>New over old close of a shared session.</summary>
    public double FactorOf(SharedRow row) => Fetched.Bars.Close[row.Fetched] / Stored.Bars.Close[row.Stored];

    /// <summary>The factor at the first shared session from a day on, else at the last one.</summary>
    public double FactorNear(int day)
    {
        var next = 0;
        while (next < Shared.Count - 1 && Stored.Bars.Days[Shared[next].Stored] < day) next++;
        return FactorOf(Shared[next]);
    }

    private static List<SharedRow> SharedRows(BarSeries stored, BarSeries fetched)
    {
        var shared = new List<SharedRow>();
        for (var j = fetched.Start; j < fetched.End && !stored.IsEmpty; j++)
            if (stored.RowOf(fetched.Bars.Days[j]) is >= 0 and var i) shared.Add(new(i, j));
        return shared;
    }
}

/// <summary>The rows of a session that is both stored and fetched.</summary>
internal readonly record struct SharedRow(int Stored, int Fetched);
