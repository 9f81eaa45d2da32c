namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>The symbol's daily returns against the benchmark's between the same two dates.</summary>
internal static class BenchmarkTwin
{
    private const int N = 252;

    public static Dictionary<string, double[]> Of(History h)
    {
        var closes = h.Around.Benchmark.ToDictionary(b => b.Day, b => b.Close);
        var benchmark = Array.ConvertAll(h.Bars, b => closes.GetValueOrDefault(b.Day, double.NaN));
        var (s, b) = (Returns(h.Close), Returns(benchmark));
        var (sb, ss, bb) = (Products(s, b), Products(s, s), Products(b, b));
        return new()
        {
            ["beta_252"] = Loop.From(N, h.Count, t => sb[t] / bb[t]),
            ["corr_252"] = Loop.From(N, h.Count, t => sb[t] / Math.Sqrt(ss[t] * bb[t])),
        };
    }

    private static double[] Products(double[] x, double[] y) => Loop.From(N, x.Length, t => Loop.Products(x, y, t, N));

    private static double[] Returns(double[] closes) => Loop.From(1, closes.Length, t => closes[t] / closes[t - 1] - 1);
}
