namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>Simple and exponential means of the close.</summary>
internal static class AveragesTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var columns = new Dictionary<string, double[]>();
        foreach (var n in new[] { 5, 8, 14, 21, 50, 100, 150, 200 }) columns[$"sma_{n}"] = Simple(h.Close, n);
        foreach (var n in new[] { 8, 10, 21, 200 }) columns[$"ema_{n}"] = Exponential(h.Close, n);
        return columns;
    }

    public static double[] Simple(double[] x, int n) => Loop.From(n - 1, x.Length, t => Loop.Mean(x, t, n));

    /// <param name="x">Values from <paramref name="first"/> on.</param>
    /// <param name="n">Span; the seed is the mean of the first n values.</param>
    /// <param name="first">The first bar with a value.</param>
    public static double[] Exponential(double[] x, int n, int first = 0)
    {
        var k = 2.0 / (n + 1);
        var mean = double.NaN;
        return Loop.From(first + n - 1, x.Length, t => mean = t == first + n - 1 ? Loop.Mean(x, t, n) : mean + k * (x[t] - mean));
    }

    /// <summary>Wilder's mean: ((n−1)·A₋₁ + x)/n from the mean of the first n values on.</summary>
    public static double[] Wilder(double[] x, int n, int first)
    {
        var mean = double.NaN;
        return Loop.From(first + n - 1, x.Length, t => mean = t == first + n - 1 ? Loop.Mean(x, t, n) : ((n - 1) * mean + x[t]) / n);
    }
}
