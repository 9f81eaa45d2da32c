using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>The rows of one symbol within bars of many; empty when the bars do not hold it.</summary>
internal readonly record struct BarSeries(Bars Bars, string Symbol)
{
    /// <summary>The symbol's place in <see cref="Bars.Symbols"/>, or -1.</summary>
    public int Index { get; } = Bars.IndexOf(Symbol);

    public int Start => Index < 0 ? 0 : Bars.Starts[Index];

    public int End => Bars.Starts[Index + 1];

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

    public static Bar At(Bars bars, int row) =>
        new(bars.Days[row], bars.Open[row], bars.High[row], bars.Low[row], bars.Close[row], bars.AdjClose[row], bars.Volume[row]);
}

/// <summary>The stored and the fetched bars of one symbol.</summary>
internal readonly record struct SeriesPair(BarSeries Stored, BarSeries Fetched)
{
    public string Symbol => Fetched.Symbol;

    /// <summary>The source of the first fetched bar; a provider serves a symbol whole.</summary>
    public string FetchedSource => Fetched.Bars.Source[Fetched.Start];

    /// <summary>Whether the fetched series ends after the stored one.</summary>
    public bool IsExtension => Stored.IsEmpty || Fetched.LastDay > Stored.LastDay;

    /// <summary>Rows of the sessions both hold, oldest first.</summary>
    public List<(int Stored, int Fetched)> SharedRows()
    {
        var shared = new List<(int, int)>();
        for (var j = Fetched.Start; j < Fetched.End; j++)
            if (Stored.RowOf(Fetched.Bars.Days[j]) is >= 0 and var i) shared.Add((i, j));
        return shared;
    }
}
