using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Whether two engines mean the same by a column: the same gaps, whole numbers equal, others within one part in 1e9.</summary>
/// <remarks>
/// Beside the relative tolerance stands a floor for what a difference of nearly equal numbers leaves over: <c>macd</c> and the bands are differences of
/// prices, so a price's own rounding counts; a percent is 100·(a/b−1), so hundred roundings of one; the oscillators are such differences over a narrow
/// range. No floor is wider than a millionth of what the column is read for.
/// </remarks>
internal static class Agreement
{
    private const double Relative = 1e-9;
    private const double PriceRounding = 1e-13;
    private const double RatioFloor = 1e-10;

    /// <param name="series">The series as it is to be named.</param>
    /// <param name="highest">Its highest price, for the floor of prices.</param>
    public static void Require(Column column, double[] actual, double[] expected, object series, double highest)
    {
        actual.Length.ShouldBe(expected.Length, $"bars of {column.Name} of «{series}»");
        var floor = Floor(column, highest);
        for (var t = 0; t < actual.Length; t++)
            if (!Same(actual[t], expected[t], IsWhole(column) ? 0 : Math.Abs(expected[t]) * Relative + floor))
                throw new ShouldAssertException($"{column.Name} at bar {t} of «{series}»: engine {actual[t]:R}, expected {expected[t]:R}");
    }

    private static bool Same(double actual, double expected, double tolerance) =>
        double.IsNaN(actual) || double.IsNaN(expected) ? double.IsNaN(actual) == double.IsNaN(expected) : Math.Abs(actual - expected) <= tolerance;

    private static bool IsWhole(Column column) => column.Unit is Unit.Count or Unit.Flag or Unit.Label;

    private static double Floor(Column column, double highest) => column.Unit switch
    {
        Unit.Price => highest * PriceRounding,
        Unit.Shares => 0,
        _ => RatioFloor,
    };
}
