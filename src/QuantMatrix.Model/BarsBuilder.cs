namespace QuantMatrix.Model;

/// <summary>Collects bars in any order and returns them sorted by (symbol, date).</summary>
public sealed class BarsBuilder(int capacity = 1024)
{
    private readonly BarColumns columns = new(Math.Max(capacity, 16));
    private readonly List<(string Symbol, int Start)> runs = [];
    private bool sorted = true;

    public int Count { get; private set; }

    /// <summary>Adds one bar. Bars added symbol by symbol, oldest first, need no sort.</summary>
    public void Add(string symbol, in Bar bar, string source)
    {
        Reserve(1);
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
        Reserve(count);
        StartRun(from.Symbols[symbol], from.Days[start]);
        columns.Copy(Count, from.Columns, start, count);
        Count += count;
    }

    /// <summary>Adds columns of bars of one symbol and one source; bars read for computation have no adjusted close and no source.</summary>
    public void Add(string symbol, ReadOnlySpan<int> days, ReadOnlySpan<double> open, ReadOnlySpan<double> high, ReadOnlySpan<double> low,
        ReadOnlySpan<double> close, ReadOnlySpan<long> volume, ReadOnlySpan<double> adjClose = default, string source = "")
    {
        if (days.Length == 0) return;
        Reserve(days.Length);
        StartRun(symbol, days[0]);
        for (var i = 1; sorted && i < days.Length; i++) sorted = days[i - 1] <= days[i];
        days.CopyTo(columns.Day.AsSpan(Count));
        open.CopyTo(columns.Open.AsSpan(Count));
        high.CopyTo(columns.High.AsSpan(Count));
        low.CopyTo(columns.Low.AsSpan(Count));
        close.CopyTo(columns.Close.AsSpan(Count));
        volume.CopyTo(columns.Volume.AsSpan(Count));
        columns.PutAdjClose(Count, days.Length, adjClose);
        columns.PutSource(Count, days.Length, source);
        Count += days.Length;
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

    private void Reserve(int more)
    {
        if (Count + more > columns.Capacity) columns.Grow(Math.Max(Count + more, columns.Capacity * 2));
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

    /// <summary>Moves each symbol's runs together, then sorts by day the symbols that need it.</summary>
    private (string[] Symbols, int[] Starts, BarColumns Columns) Sort()
    {
        var ends = runs.Skip(1).Select(r => r.Start).Append(Count);
        var bySymbol = runs.Zip(ends, (run, end) => (run.Symbol, run.Start, End: end)).OrderBy(r => r.Symbol, StringComparer.Ordinal);
        var (symbols, starts, gathered, at) = (new List<string>(), new List<int>(), new BarColumns(Count), 0);
        foreach (var run in bySymbol)
        {
            if (symbols.Count == 0 || symbols[^1] != run.Symbol)
            {
                symbols.Add(run.Symbol);
                starts.Add(at);
            }
            gathered.Copy(at, columns, run.Start, run.End - run.Start);
            at += run.End - run.Start;
        }
        starts.Add(at);
        columns.Recycle();
        for (var s = 0; s < symbols.Count; s++) gathered.SortByDay(starts[s], starts[s + 1] - starts[s]);
        return ([.. symbols], [.. starts], gathered);
    }

    private static void RequireAscending(Bars bars)
    {
        var days = bars.Days;
        for (var s = 0; s < bars.Symbols.Count; s++)
            for (var i = bars.Starts[s] + 1; i < bars.Starts[s + 1]; i++)
                if (days[i] <= days[i - 1])
                    throw new DataUnfitException($"bars of {bars.Symbols[s]}: {Day.Text(days[i])} occurs twice; expected one row per session");
    }
}
