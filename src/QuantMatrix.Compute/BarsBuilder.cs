namespace QuantMatrix.Compute;

/// <summary>Collects bars in any order and hands them on sorted by (symbol, date).</summary>
public sealed class BarsBuilder(int capacity = 1024)
{
    private readonly BarColumns columns = new(Math.Max(capacity, 16));
    private readonly List<(string Symbol, int Start)> runs = [];
    private bool sorted = true;

    public int Count { get; private set; }

    /// <summary>Adds one bar. Appending a symbol's bars one after another, oldest first, is fastest: no sort is needed then.</summary>
    public void Add(string symbol, in Bar bar, string source)
    {
        if (Count == columns.Capacity) columns.Grow(Count * 2);
        StartRun(symbol, bar.Day);
        var (i, c) = (Count++, columns);
        c.Day[i] = bar.Day;
        c.Open[i] = bar.Open;
        c.High[i] = bar.High;
        c.Low[i] = bar.Low;
        c.Close[i] = bar.Close;
        c.AdjClose[i] = bar.AdjClose;
        c.Volume[i] = bar.Volume;
        c.Source[i] = source;
    }

    /// <summary>Adds rows <paramref name="rows"/> of other bars, all of one symbol.</summary>
    public void Add(Bars from, int symbol, Range rows)
    {
        var (start, count) = rows.GetOffsetAndLength(from.Count);
        if (count == 0) return;
        if (Count + count > columns.Capacity) columns.Grow(Math.Max(Count + count, columns.Capacity * 2));
        StartRun(from.Symbols[symbol], from.Days[start]);
        columns.Copy(Count, from.Columns, start, count);
        Count += count;
    }

    /// <summary>The bars collected, sorted.</summary>
    /// <exception cref="DataUnfitException">A (symbol, date) occurs twice.</exception>
    public Bars Build()
    {
        var (symbols, starts, columnsInOrder) = sorted ? Runs() : Sort();
        var bars = new Bars(symbols, starts, columnsInOrder);
        RequireAscending(bars);
        return bars;
    }

    private void StartRun(string symbol, int day)
    {
        var last = runs.Count == 0 ? null : runs[^1].Symbol;
        if ((object?)last == symbol || last == symbol)
        {
            sorted &= columns.Day[Count - 1] <= day;
            return;
        }
        sorted &= last is null || string.CompareOrdinal(last, symbol) < 0;
        runs.Add((symbol, Count));
    }

    private (string[] Symbols, int[] Starts, BarColumns Columns) Runs() =>
        ([.. runs.Select(r => r.Symbol)], [.. runs.Select(r => r.Start), Count], columns);

    private (string[] Symbols, int[] Starts, BarColumns Columns) Sort()
    {
        var symbols = runs.Select(r => r.Symbol).Distinct().Order(StringComparer.Ordinal).ToArray();
        var place = symbols.Select((s, i) => (s, i)).ToDictionary(x => x.s, x => x.i);
        var keys = new long[Count];
        for (var r = 0; r < runs.Count; r++)
        {
            var high = (long)place[runs[r].Symbol] << 32;
            var end = r + 1 < runs.Count ? runs[r + 1].Start : Count;
            for (var i = runs[r].Start; i < end; i++) keys[i] = high + (columns.Day[i] - (long)int.MinValue);
        }
        var order = Enumerable.Range(0, Count).ToArray();
        System.Array.Sort(keys, order);
        var starts = new int[symbols.Length + 1];
        for (var i = 0; i < Count; i++) starts[(keys[i] >> 32) + 1] = i + 1;
        return (symbols, starts, columns.Permute(order));
    }

    private static void RequireAscending(Bars bars)
    {
        var days = bars.Days;
        for (var s = 0; s < bars.Symbols.Count; s++)
            for (var i = bars.Starts[s] + 1; i < bars.Starts[s + 1]; i++)
                if (days[i] <= days[i - 1])
                    throw new DataUnfitException($"bars of {bars.Symbols[s]}: {Day.Text(days[i])} occurs twice; expected one row a session");
    }
}
