namespace QuantMatrix.Model;

/// <summary>Compares computed numbers: another build, or another processor, may round their last digits differently.</summary>
public static class LastDigits
{
    private const double RelativeDifference = 1e-12;

    public static bool Same(double a, double b) => a == b || Math.Abs(a - b) <= RelativeDifference * Math.Max(Math.Abs(a), Math.Abs(b));
}
