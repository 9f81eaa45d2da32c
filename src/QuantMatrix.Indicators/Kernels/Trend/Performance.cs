using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Price change over a number of the symbol's own sessions.</summary>
internal sealed class Performance : IIndicators
{
    private static readonly int[] Sessions = [1, 3, 5, 20, 60, 120, 252];

    public IEnumerable<Indicator> All => Sessions.Select(n => Of(Column(n), n));

    /// <summary>Change of the close over <paramref name="n"/> sessions.</summary>
    internal static Indicator Of(Column column, int n) => new([BarField.Close], [column], n, (in KernelContext f) => Kernel(f.In(0), n, f.From, f.Out(0)));

    private static Column Column(int n) =>
        new($"perf_{n}d", Unit.Percent, $"Change of the close over {n} session{(n == 1 ? "" : "s")}.", $"100·(C/C[−{n}] − 1)", "textbook")
        {
            Bounds = new(-100, double.PositiveInfinity),
            Head = n is 1 or 20 or 252,
        };

    /// <summary>100·(C/C[−n] − 1).</summary>
    public static void Kernel(ReadOnlySpan<Vector<double>> c, int n, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = Lanes.PercentOver(c[t], c[t - n]);
    }
}
