using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Wilder's directional movement system: +DI, −DI and the average directional index.</summary>
internal sealed class Adx : IIndicatorFamily
{
    private const string Source = "Wilder 1978; textbook seeding";
    private const string Seeding = "TA-Lib sums one move fewer for its first value: DI initially differs by up to 1.10 and ADX by up to 2.19; "
        + "they agree to 1e-6 relative from bar 300. DI is NULL without a true range, where TA-Lib returns 0.";

    public IEnumerable<Indicator> All => Of(14);

    /// <summary>Requires the average true range of the same span in the same catalogue.</summary>
    internal static IEnumerable<Indicator> Of(int n) =>
    [
        new([BarField.High, BarField.Low], [Movement(n, "plus"), Movement(n, "minus")], n, (in KernelContext k) =>
            Movements(k.In(0), k.In(1), n, k.Out(0), k.Out(1)))
        {
            Recursive = true,
            Published = false,
        },
        new([$"plus_dm_{n}", $"minus_dm_{n}", $"atr_{n}"], [Index(n, "plus", "+", "upward"), Index(n, "minus", "−", "downward")], 0, Indices),
        new([$"plus_dm_{n}", $"minus_dm_{n}"], [Dx(n)], 0, (in KernelContext k) => Differences(k.In(0), k.In(1), k.From, k.Out(0))) { Published = false },
        new([$"dx_{n}"], [Average(n)], n - 1, (in KernelContext k) => Wilder.Kernel(k.In(0), k.Start, n, k.Out(0))) { Recursive = true },
    ];

    private static Column Movement(int n, string side) =>
        new($"{side}_dm_{n}", Unit.Price, "Smoothed directional movement.", "Wilder average of the larger move", "Wilder 1978")
        {
            StableAfter = Lanes.BarsToConverge(Wilder.Decay(n)),
            Bounds = Bounds.NotNegative,
        };

    private static Column Index(int n, string side, string sign, string direction) =>
        new($"{side}_di_{n}", Unit.Ratio, $"{sign}DI: {n}-session {direction} directional movement as a percentage of true range.",
            $"100·S({sign}DM)/S(TR), Wilder sums of span {n}; up = H−H₋₁, down = L₋₁−L, "
            + "the larger counts if positive, a tie counts for neither; NULL when S(TR) = 0", Source)
        { Bounds = Bounds.Percent, Differs = Seeding };

    private static Column Dx(int n) =>
        new($"dx_{n}", Unit.Ratio, "Directional movement index.", "100·|+DI − −DI|/(+DI + −DI), 0 when the sum is 0", "Wilder 1978")
        {
            Bounds = Bounds.Percent,
        };

    private static Column Average(int n) =>
        new($"adx_{n}", Unit.Ratio, "Average directional index: trend strength in either direction; below 20 no trend, above 25 a trend.",
            $"Wilder average of DX = 100·|+DI − −DI|/(+DI + −DI), 0 when the sum is 0; seed = mean of the first {n} DX", Source)
        {
            StableAfter = 2 * Lanes.BarsToConverge(Wilder.Decay(n)),
            Bounds = Bounds.Percent,
            Head = true,
            Differs = Seeding,
        };

    private static void Indices(in KernelContext k)
    {
        Percents(k.In(0), k.In(2), k.From, k.Out(0));
        Percents(k.In(1), k.In(2), k.From, k.Out(1));
    }

    /// <summary>The strictly larger positive move counts; the seed is the mean of the first n moves, so the first value is at row n.</summary>
    private static void Movements(ReadOnlySpan<Vector<double>> h, ReadOnlySpan<Vector<double>> l, int n,
        Span<Vector<double>> plus, Span<Vector<double>> minus)
    {
        Vector<double> zero = default, up = default, down = default, decay = Lanes.Of(Wilder.Decay(n)), weight = Lanes.Of(1.0 / n);
        for (var t = 1; t < h.Length; t++)
        {
            var (rise, fall) = (h[t] - h[t - 1], l[t - 1] - l[t]);
            var previous = t > n ? decay : Vector<double>.One;
            up = up * previous + Vector.ConditionalSelect(Vector.GreaterThan(rise, Vector.Max(fall, zero)), rise, zero) * weight;
            down = down * previous + Vector.ConditionalSelect(Vector.GreaterThan(fall, Vector.Max(rise, zero)), fall, zero) * weight;
            if (t >= n) (plus[t], minus[t]) = (up, down);
        }
    }

    /// <summary>Ratio of averages instead of sums, since the span cancels. 0/0 (no range) stays NaN.</summary>
    private static void Percents(ReadOnlySpan<Vector<double>> moves, ReadOnlySpan<Vector<double>> atr, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < y.Length; t++) y[t] = Lanes.Clamp(Lanes.Hundred * (moves[t] / atr[t]), default, Lanes.Hundred);
    }

    /// <summary>DX from the movements, since the true range cancels; defined even where DI is not.</summary>
    private static void Differences(ReadOnlySpan<Vector<double>> plus, ReadOnlySpan<Vector<double>> minus, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < y.Length; t++)
        {
            var sum = plus[t] + minus[t];
            y[t] = Vector.ConditionalSelect(Vector.Equals(sum, default), default, Lanes.Hundred * (Vector.Abs(plus[t] - minus[t]) / sum));
        }
    }
}
