namespace QuantMatrix.Compute;

/// <summary>The closes other symbols are measured against, looked up by day.</summary>
public sealed class Benchmark
{
    private readonly int first;
    private readonly double[] closes;
    private readonly int[] newest, sessions;

    /// <summary>A benchmark without a bar: whatever is measured against it has no value.</summary>
    public Benchmark(string symbol) : this(symbol, [], []) { }

    /// <param name="symbol">Its ticker.</param>
    /// <param name="days">Session dates, oldest first, days since 1970-01-01.</param>
    /// <param name="closes">One close a day, quote currency.</param>
    public Benchmark(string symbol, ReadOnlySpan<int> days, ReadOnlySpan<double> closes)
    {
        Symbol = symbol;
        first = days.IsEmpty ? 0 : days[0];
        var span = days.IsEmpty ? 0 : days[^1] - first + 1;
        (this.closes, newest, sessions) = (new double[span], new int[span], days.ToArray());
        Array.Fill(this.closes, double.NaN);
        for (var i = 0; i < days.Length; i++)
        {
            this.closes[days[i] - first] = closes[i];
            newest.AsSpan(days[i] - first).Fill(days[i]);
        }
    }

    public string Symbol { get; }

    public bool IsEmpty => closes.Length == 0;

    /// <summary>The close of a day, NaN when there is no bar.</summary>
    public double CloseOn(int day) => (uint)(day - first) < (uint)closes.Length ? closes[day - first] : double.NaN;

    /// <summary>The day of the newest bar on or before <paramref name="day"/>, or null.</summary>
    public int? NewestAt(int day) => IsEmpty || day < first ? null : newest[Math.Min(day - first, newest.Length - 1)];

    /// <summary>The same for days in ascending order; returns how many of the first ones have no bar before them.</summary>
    public int NewestAt(ReadOnlySpan<int> days, Span<int> to)
    {
        var before = 0;
        while (before < days.Length && (IsEmpty || days[before] < first)) to[before++] = 0;
        var same = CopySessions(days[before..], to[before..]);
        for (var i = before + same; i < days.Length; i++) to[i] = newest[Math.Min(days[i] - first, newest.Length - 1)];
        return before;
    }

    /// <summary>Most symbols trade on every session of the benchmark: copies the days up to the first where this one does not, and says how many.</summary>
    private int CopySessions(ReadOnlySpan<int> days, Span<int> to)
    {
        var at = days.IsEmpty ? -1 : Array.BinarySearch(sessions, days[0]);
        if (at < 0) return 0;
        var same = days.CommonPrefixLength(sessions.AsSpan(at));
        days[..same].CopyTo(to);
        return same;
    }
}
