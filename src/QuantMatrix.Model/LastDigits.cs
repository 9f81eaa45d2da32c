namespace QuantMatrix.Model;

/// <summary>Compares computed numbers: another build, or another processor, may round their last digits differently.</summary>
/// <remarks>Below 1 the difference counts itself: a ratio near 0 is the difference of two larger numbers, whose last digits it is made of.</remarks>
public static class LastDigits
{
    private const double Difference = 1e-12;

    public static bool Same(double a, double b) => a == b || Math.Abs(a - b) <= Difference * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));
}
