using System.Runtime.InteropServices;

namespace QuantMatrix.Indicators;

/// <summary>The closes other symbols are measured against, looked up by day.</summary>
public sealed class Benchmark
{
    private readonly int first;
    private readonly double[] closes;
    private readonly int[] sessions, newest; // newest: for every day since the first, the place of the newest session

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
            newest.AsSpan((days[i] - first)..(i + 1 < days.Length ? days[i + 1] - first : span)).Fill(i);
        }
    }

    public string Symbol { get; }

    public bool IsEmpty => closes.Length == 0;

    /// <summary>The close of a day, NaN when there is no bar.</summary>
    public double CloseOn(int day) => (uint)(day - first) < (uint)closes.Length ? closes[day - first] : double.NaN;

    /// <summary>The day of the newest bar on or before <paramref name="day"/>, or null.</summary>
    public int? NewestAt(int day) => IsEmpty || day < first ? null : sessions[Newest(day)];

    /// <summary>The same for days in ascending order; returns how many of the first ones have no bar before them.</summary>
    public int NewestAt(ReadOnlySpan<int> days, Span<int> to)
    {
        var before = 0;
        while (before < days.Length && (IsEmpty || days[before] < first)) to[before++] = 0;
        if (before == days.Length) return before;
        // Most symbols trade on every session.
        var these = sessions.AsSpan(Newest(days[before]));
        var rest = days[before..];
        if (rest.Length <= these.Length && MemoryMarshal.AsBytes(rest).SequenceEqual(MemoryMarshal.AsBytes(these[..rest.Length]))) rest.CopyTo(to[before..]);
        else
            for (var i = before; i < days.Length; i++) to[i] = sessions[Newest(days[i])];
        return before;
    }

    /// <summary>The place among the sessions of the newest one on or before a day that is not before the first.</summary>
    private int Newest(int day) => newest[Math.Min(day - first, newest.Length - 1)];
}
