namespace QuantMatrix.Model;

/// <summary>The closed interval a column's values never leave.</summary>
public sealed record Bounds(double Low, double High)
{
    public static readonly Bounds Percent = new(0, 100);
    public static readonly Bounds NotNegative = new(0, double.PositiveInfinity);
}
