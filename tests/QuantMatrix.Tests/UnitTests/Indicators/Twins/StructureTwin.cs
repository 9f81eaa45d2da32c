using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>Gaps and trend lines recomputed at every bar from their definition, sharing no code with the kernels.</summary>
internal static class StructureTwin
{
    private const int GapSessions = 120, Neighbors = 5, LastPivots = 6, AtrPeriod = 14, MostLines = 3;
    private const double GapPercent = 0.5, Tolerance = 0.25;

    /// <summary>One value a bar for each column, NaN where NULL.</summary>
    public static IReadOnlyDictionary<string, double[]> Of(Bar[] bars)
    {
        var atr = Atr(bars);
        var mirrored = bars.Select(b => b with { High = -b.Low, Low = -b.High, Close = -b.Close }).ToArray();
        var rows = Enumerable.Range(0, bars.Length).ToArray();
        var (gapsUp, gapsDown) = (rows.Select(t => UnfilledUp(bars, t).ToArray()).ToArray(), rows.Select(t => UnfilledDown(bars, t).ToArray()).ToArray());
        var (up, down) = (rows.Select(t => Unbroken(bars, atr, t)).ToArray(), rows.Select(t => Unbroken(mirrored, atr, t)).ToArray());
        return new Dictionary<string, double[]>
        {
            ["gaps_unfilled_up"] = [.. rows.Select(t => t < 1 ? double.NaN : gapsUp[t].Length)],
            ["gaps_unfilled_down"] = [.. rows.Select(t => t < 1 ? double.NaN : gapsDown[t].Length)],
            ["gap_nearest_up"] = [.. rows.Select(t => gapsUp[t].Select(i => UpperEdge(bars, i, t)).DefaultIfEmpty(double.NaN).Max())],
            ["gap_nearest_down"] = [.. rows.Select(t => gapsDown[t].Select(i => LowerEdge(bars, i, t)).DefaultIfEmpty(double.NaN).Min())],
            ["trend_up_count"] = [.. rows.Select(t => t < AtrPeriod ? double.NaN : Count(up[t]))],
            ["trend_down_count"] = [.. rows.Select(t => t < AtrPeriod ? double.NaN : Count(down[t]))],
            ["trend_up_level"] = [.. rows.Select(t => t < AtrPeriod ? double.NaN : Level(bars, up[t], t))],
            ["trend_down_level"] = [.. rows.Select(t => t < AtrPeriod ? double.NaN : -Level(mirrored, down[t], t))],
        };
    }

    /// <summary>The open gaps and at most three unbroken lines of each direction at the last bar.</summary>
    public static IEnumerable<PriceStructure> Newest(string symbol, Bar[] bars)
    {
        var (t, atr) = (bars.Length - 1, Atr(bars));
        if (t < 1) return [];
        var up = UnfilledUp(bars, t).Select(i => Gap("gap_up", i, bars[i - 1].High, UpperEdge(bars, i, t)));
        var down = UnfilledDown(bars, t).Select(i => Gap("gap_down", i, bars[i - 1].Low, LowerEdge(bars, i, t)));
        var mirrored = bars.Select(b => b with { High = -b.Low, Low = -b.High, Close = -b.Close }).ToArray();
        return t < AtrPeriod ? up.Concat(down) : up.Concat(down).Concat(Lines("line_rising", bars, 1)).Concat(Lines("line_falling", mirrored, -1));

        PriceStructure Gap(string kind, int i, double far, double near) =>
            new(symbol, bars[t].Day, kind, bars[i].Day) { Low = Math.Min(far, near), High = Math.Max(far, near), Price = near };

        IEnumerable<PriceStructure> Lines(string kind, Bar[] from, double side) => Unbroken(from, atr, t).GroupBy(l => l.B)
            .Select(g => g.OrderByDescending(l => l.Touches).ThenBy(l => l.A).First()).OrderByDescending(l => l.Touches).ThenByDescending(l => l.B)
            .Take(MostLines).Select(l => new PriceStructure(symbol, bars[t].Day, kind, bars[l.A].Day)
            {
                Price = side * Value(from, l.A, l.B, t), Touches = l.Touches, FirstPrice = side * from[l.A].Low, SecondDay = bars[l.B].Day,
                SecondPrice = side * from[l.B].Low, Slope = side * (from[l.B].Low - from[l.A].Low) / (l.B - l.A),
            });
    }

    /// <summary>Rows of the last six pivot lows confirmed at row <paramref name="t"/>, oldest first.</summary>
    public static int[] PivotLows(Bar[] bars, int t)
    {
        var pivots = new List<int>();
        for (var p = t - Neighbors; p >= Neighbors && pivots.Count < LastPivots; p--)
            if (IsPivotLow(bars, p)) pivots.Insert(0, p);
        return [.. pivots];
    }

    /// <summary>Unbroken lines between the last pivots at row <paramref name="t"/>, with their touches; newer b first, then older a.</summary>
    public static (int A, int B, int Touches)[] Unbroken(Bar[] bars, double[] atr, int t)
    {
        var (pivots, lines) = (PivotLows(bars, t), new List<(int, int, int)>());
        foreach (var b in pivots.Reverse())
            foreach (var a in pivots.Where(a => a < b && bars[a].Low < bars[b].Low))
                if (!IsBroken(bars, atr, a, b, t)) lines.Add((a, b, pivots.Count(p => p >= a && Touches(bars, atr, a, b, p))));
        return [.. lines];
    }

    public static double[] Atr(Bar[] bars)
    {
        var atr = Enumerable.Repeat(double.NaN, bars.Length).ToArray();
        var sum = 0.0;
        for (var t = 1; t < bars.Length; t++)
        {
            var (bar, last) = (bars[t], bars[t - 1].Close);
            var range = Math.Max(bar.High - bar.Low, Math.Max(Math.Abs(bar.High - last), Math.Abs(bar.Low - last)));
            if (t <= AtrPeriod) sum += range;
            if (t == AtrPeriod) atr[t] = sum / AtrPeriod;
            if (t > AtrPeriod) atr[t] = ((AtrPeriod - 1) * atr[t - 1] + range) / AtrPeriod;
        }
        return atr;
    }

    /// <summary>Upper edge of what the bars up to <paramref name="t"/> have left of an up gap.</summary>
    public static double UpperEdge(Bar[] bars, int gap, int t) => bars[gap..(t + 1)].Min(b => b.Low);

    public static double LowerEdge(Bar[] bars, int gap, int t) => bars[gap..(t + 1)].Max(b => b.High);

    public static IEnumerable<int> UnfilledUp(Bar[] bars, int t) => LastSessions(t).Where(i =>
        bars[i].Low > bars[i - 1].High && 100 * (bars[i].Low / bars[i - 1].High - 1) >= GapPercent
        && bars[(i + 1)..(t + 1)].All(later => later.Low > bars[i - 1].High));

    public static IEnumerable<int> UnfilledDown(Bar[] bars, int t) => LastSessions(t).Where(i =>
        bars[i].High < bars[i - 1].Low && 100 * (bars[i - 1].Low / bars[i].High - 1) >= GapPercent
        && bars[(i + 1)..(t + 1)].All(later => later.High < bars[i - 1].Low));

    private static IEnumerable<int> LastSessions(int t) => Enumerable.Range(t - GapSessions + 1, GapSessions).Where(i => i >= 1);

    private static double Count((int A, int B, int Touches)[] lines) => Math.Min(MostLines, lines.Select(line => line.B).Distinct().Count());

    private static double Level(Bar[] bars, (int A, int B, int Touches)[] lines, int t)
    {
        if (lines.Length == 0) return double.NaN;
        var best = lines.First(line => line.Touches == lines.Max(l => l.Touches));
        return Value(bars, best.A, best.B, t);
    }

    private static bool IsPivotLow(Bar[] bars, int p)
    {
        for (var k = 1; k <= Neighbors; k++)
            if (bars[p].Low >= bars[p - k].Low || bars[p].Low > bars[p + k].Low) return false;
        return true;
    }

    private static bool IsBroken(Bar[] bars, double[] atr, int a, int b, int t)
    {
        for (var u = a + 1; u <= t; u++)
            if (bars[u].Close < Value(bars, a, b, u) - Tolerance * atr[u]) return true;
        return false;
    }

    private static bool Touches(Bar[] bars, double[] atr, int a, int b, int p) =>
        p == a || p == b || Math.Abs(bars[p].Low - Value(bars, a, b, p)) <= (double.IsNaN(atr[p]) ? 0 : Tolerance * atr[p]);

    public static double Value(Bar[] bars, int a, int b, int u) => bars[a].Low + (bars[b].Low - bars[a].Low) * (u - a) / (b - a);
}
