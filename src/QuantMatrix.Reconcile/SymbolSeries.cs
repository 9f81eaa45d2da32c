using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>The rows of one symbol within bars of many; none when the bars do not hold it.</summary>
public readonly record struct SymbolSeries(Bars Bars, string Symbol)
{
    private readonly int at = Bars.IndexOf(Symbol);

    public int Start => at < 0 ? 0 : Bars.Starts[at];

    public int End => at < 0 ? 0 : Bars.Starts[at + 1];

    public int Count => End - Start;

    public int FirstDay => Bars.Days[Start];

    public int LastDay => Bars.Days[End - 1];

    /// <summary>The row of a session, or -1.</summary>
    public int RowOf(int day)
    {
        var found = Bars.Days[Start..End].BinarySearch(day);
        return found < 0 ? -1 : Start + found;
    }

    /// <summary>The newest row before a session, or -1.</summary>
    public int RowBefore(int day)
    {
        var found = Bars.Days[Start..End].BinarySearch(day);
        var before = Start + (found < 0 ? ~found : found) - 1;
        return before < Start ? -1 : before;
    }

    /// <summary>Rows of the sessions from <paramref name="day"/> on.</summary>
    public Range From(int day) => (RowBefore(day) < 0 ? Start : RowBefore(day) + 1)..End;

    public void AddTo(BarsBuilder bars, Range rows)
    {
        if (at >= 0) bars.Add(Bars, at, rows);
    }
}
