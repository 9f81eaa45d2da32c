using System.Numerics;
using QuantMatrix.Indicators.Kernels.Momentum;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Directional movement: whether sessions reach higher or lower than the ones before, and how strongly they agree on it.</summary>
internal sealed class Adx : IIndicators
{
    private const string Seeding = "TA-Lib sums one move less for its first value: a DI is up to 0.073 off at first, adx up to 0.81; from bar 300 they agree to 1e-6 relative.";

    public IEnumerable<Indicator> All => Of(14);

    /// <summary>Needs the average true range of the same span beside it.</summary>
    internal static IEnumerable<Indicator> Of(int n) =>
    [
        new([BarField.High, BarField.Low], [Moves(n, "plus"), Moves(n, "minus")], n, (in KernelContext f) => Movements(f.In(0), f.In(1), n, f.Out(0), f.Out(1)))
        {
            Recursive = true,
            Published = false,
        },
        new([$"plus_dm_{n}", $"minus_dm_{n}", $"atr_{n}"], [Index(n, "plus", "upwards"), Index(n, "minus", "downwards")], 0, Indices),
        new([$"plus_dm_{n}", $"minus_dm_{n}"], [Disagreement(n)], 0, (in KernelContext f) => Differences(f.In(0), f.In(1), f.From, f.Out(0))) { Published = false },
        new([$"dx_{n}"], [Average(n)], n - 1, (in KernelContext f) => Wilder.Kernel(f.In(0), f.Start, n, f.Out(0))) { Recursive = true },
    ];

    private static Column Moves(int n, string side) =>
        new($"{side}_dm_{n}", Unit.Price, "Average directional movement.", "Wilder mean of the larger move", "Wilder 1978")
        {
            StableAfter = Lanes.Forgets(Wilder.Kept(n)),
            Bounds = Bounds.NotNegative,
        };

    private static Column Index(int n, string side, string way) =>
        new($"{side}_di_{n}", Unit.Ratio, $"Share of the true range that reached out {way}.",
            $"100·S({(side == "plus" ? "+" : "−")}DM)/S(TR), Wilder sums of span {n}; up = H−H₋₁, down = L₋₁−L, "
            + "the larger counts if above 0, a tie for neither; none when S(TR) = 0",
            "Wilder 1978; textbook seeding") { Bounds = Bounds.Percent, Differs = Seeding };

    private static Column Disagreement(int n) =>
        new($"dx_{n}", Unit.Ratio, "How far the two directions differ.", "100·|+DI − −DI|/(+DI + −DI), 0 when the sum is 0", "Wilder 1978") { Bounds = Bounds.Percent };

    private static Column Average(int n) =>
        new($"adx_{n}", Unit.Ratio, "Strength of the trend either way; under 20 there is none, over 25 there is one.",
            $"Wilder mean of DX = 100·|+DI − −DI|/(+DI + −DI), 0 when the sum is 0; seed = mean of the first {n}", "Wilder 1978; textbook seeding")
        {
            StableAfter = 2 * Lanes.Forgets(Wilder.Kept(n)),
            Bounds = Bounds.Percent,
            Head = true,
            Differs = Seeding,
        };

    private static void Indices(in KernelContext f)
    {
        Percents(f.In(0), f.In(2), f.From, f.Out(0));
        Percents(f.In(1), f.In(2), f.From, f.Out(1));
    }

    /// <summary>The larger move counts, if there is one; the seed is the mean of the first n, so the first value stands at row n.</summary>
    private static void Movements(ReadOnlySpan<Vector<double>> h, ReadOnlySpan<Vector<double>> l, int n, Span<Vector<double>> plus, Span<Vector<double>> minus)
    {
        Vector<double> zero = default, up = default, down = default, keep = Lanes.Of(Wilder.Kept(n)), share = Lanes.Of(1.0 / n);
        for (var t = 1; t < h.Length; t++)
        {
            var (rise, fall) = (h[t] - h[t - 1], l[t - 1] - l[t]);
            var kept = t > n ? keep : Vector<double>.One;
            up = up * kept + Vector.ConditionalSelect(Vector.GreaterThan(rise, Vector.Max(fall, zero)), rise, zero) * share;
            down = down * kept + Vector.ConditionalSelect(Vector.GreaterThan(fall, Vector.Max(rise, zero)), fall, zero) * share;
            if (t >= n) (plus[t], minus[t]) = (up, down);
        }
    }

    /// <summary>Of means, not of sums: the span cancels. 0/0 (no range) stays NaN.</summary>
    private static void Percents(ReadOnlySpan<Vector<double>> moves, ReadOnlySpan<Vector<double>> atr, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < y.Length; t++) y[t] = Lanes.Hundred * (moves[t] / atr[t]);
    }

    /// <summary>The true range cancels, so there is a value where the indices have none.</summary>
    private static void Differences(ReadOnlySpan<Vector<double>> plus, ReadOnlySpan<Vector<double>> minus, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < y.Length; t++)
        {
            var sum = plus[t] + minus[t];
            y[t] = Vector.ConditionalSelect(Vector.Equals(sum, default), default, Lanes.Hundred * (Vector.Abs(plus[t] - minus[t]) / sum));
        }
    }
}
