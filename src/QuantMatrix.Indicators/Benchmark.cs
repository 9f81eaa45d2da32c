using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>Closes of the benchmark, looked up by day.</summary>
public sealed class Benchmark
{
    private readonly int first;
    private readonly double[] closes;
    private readonly int[] sessions, lastIndex; // lastIndex: for every day since the first, the index of the last session on or before it

    /// <summary>A benchmark without bars: columns measured against it have no value.</summary>
    public Benchmark(string symbol) : this(symbol, [], []) { }

    /// <param name="symbol">Its ticker.</param>
    /// <param name="days">Session dates, oldest first, in days since 1970-01-01.</param>
    /// <param name="closes">One close a session, in quote currency.</param>
    public Benchmark(string symbol, ReadOnlySpan<int> days, ReadOnlySpan<double> closes)
    {
        Symbol = symbol;
        first = days.IsEmpty ? 0 : days[0];
        var span = days.IsEmpty ? 0 : days[^1] - first + 1;
        (this.closes, lastIndex, sessions) = (new double[span], new int[span], days.ToArray());
        Array.Fill(this.closes, double.NaN);
        for (var i = 0; i < days.Length; i++)
        {
            this.closes[days[i] - first] = closes[i];
            lastIndex.AsSpan((days[i] - first)..(i + 1 < days.Length ? days[i + 1] - first : span)).Fill(i);
        }
    }

    /// <param name="symbol">Its ticker.</param>
    /// <param name="bars">Of the symbol alone; none for a benchmark without bars.</param>
    public static Benchmark Of(string symbol, Bars bars) => new(symbol, bars.Days, bars.Close);

    public string Symbol { get; }

    public bool IsEmpty => closes.Length == 0;

    /// <summary>Close on a day, or NaN when there is no bar.</summary>
    public double CloseOn(int day) => (uint)(day - first) < (uint)closes.Length ? closes[day - first] : double.NaN;

    /// <summary>Day of the last bar on or before <paramref name="day"/>, or null.</summary>
    public int? LastSessionAt(int day) => IsEmpty || day < first ? null : sessions[LastIndex(day)];

    /// <summary>Looks up days in ascending order.</summary>
    /// <returns>How many leading days precede the first bar; their entries in <paramref name="result"/> are 0.</returns>
    public int LastSessionsAt(ReadOnlySpan<int> days, Span<int> result)
    {
        var before = 0;
        while (before < days.Length && (IsEmpty || days[before] < first)) result[before++] = 0;
        if (before == days.Length) return before;
        // Fast path: most symbols trade on every session, so their days are a run of the benchmark's.
        var candidates = sessions.AsSpan(LastIndex(days[before]));
        var rest = days[before..];
        if (rest.Length <= candidates.Length && MemoryMarshal.AsBytes(rest).SequenceEqual(MemoryMarshal.AsBytes(candidates[..rest.Length])))
            rest.CopyTo(result[before..]);
        else
            for (var i = before; i < days.Length; i++) result[i] = sessions[LastIndex(days[i])];
        return before;
    }

    /// <summary>Index of the last session on or before a day, which must not precede the first session.</summary>
    private int LastIndex(int day) => lastIndex[Math.Min(day - first, lastIndex.Length - 1)];
}
