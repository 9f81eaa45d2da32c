namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>Plain loops shared by the twins; NaN where there is no value.</summary>
internal static class Loop
{
    /// <summary>One value a bar from bar <paramref name="first"/> on; NaN before it and where the value is not finite.</summary>
    public static double[] From(int first, int count, Func<int, double> value)
    {
        var values = new double[count];
        for (var t = 0; t < count; t++)
        {
            values[t] = t < first ? double.NaN : value(t);
            if (!double.IsFinite(values[t])) values[t] = double.NaN;
        }
        return values;
    }

    /// <summary>Sum of <c>n</c> values up to <paramref name="t"/>, oldest first.</summary>
    public static double Sum(double[] x, int t, int n)
    {
        var sum = 0.0;
        for (var i = t - n + 1; i <= t; i++) sum += x[i];
        return sum;
    }

    public static double Mean(double[] x, int t, int n) => Sum(x, t, n) / n;

    /// <summary>Mean of <c>n</c> values as the newest plus the mean distance from it: exact for equal values.</summary>
    public static double MeanFromNewest(double[] x, int t, int n)
    {
        var sum = 0.0;
        for (var i = t - n + 1; i <= t; i++) sum += x[i] - x[t];
        return x[t] + sum / n;
    }

    /// <summary>Σ(x−x̄)(y−ȳ) over <c>n</c> values, in two passes over values shifted by the newest.</summary>
    public static double Products(double[] x, double[] y, int t, int n)
    {
        var (meanX, meanY, sum) = (0.0, 0.0, 0.0);
        for (var i = t - n + 1; i <= t; i++)
        {
            meanX += (x[i] - x[t]) / n;
            meanY += (y[i] - y[t]) / n;
        }
        for (var i = t - n + 1; i <= t; i++) sum += (x[i] - x[t] - meanX) * (y[i] - y[t] - meanY);
        return sum;
    }

    /// <summary>Of all values.</summary>
    public static double Products(double[] x, double[] y) => Products(x, y, x.Length - 1, x.Length);

    public static double Highest(double[] x, int t, int n)
    {
        var highest = x[t];
        for (var i = t - n + 1; i < t; i++) highest = Math.Max(highest, x[i]);
        return highest;
    }

    public static double Lowest(double[] x, int t, int n)
    {
        var lowest = x[t];
        for (var i = t - n + 1; i < t; i++) lowest = Math.Min(lowest, x[i]);
        return lowest;
    }

    /// <summary>100·(a/b−1), 0 when they differ by a rounding.</summary>
    public static double PercentOver(double a, double b) => IsSame(a, b) ? 0 : 100 * (a / b - 1);

    public static double Difference(double a, double b) => IsSame(a, b) ? 0 : a - b;

    public static bool IsAbove(double a, double b) => a > b && !IsSame(a, b);

    /// <summary>Whether two prices or averages differ by a rounding at most.</summary>
    private static bool IsSame(double a, double b) => Math.Abs(a - b) <= 1e-12 * Math.Abs(b);
}
