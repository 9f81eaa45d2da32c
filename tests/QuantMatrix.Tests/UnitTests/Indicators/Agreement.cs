using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Compares a column of two engines: the same missing values, integers equal, other values within 1e-9 relative.</summary>
/// <remarks>
/// The relative tolerance has an absolute floor for cancellation: MACD and the bands are differences of prices, so a price's rounding counts;
/// a percent is 100·(a/b−1), so a hundred roundings of one; the oscillators are such differences over a narrow range.
/// No floor exceeds a millionth of the column's useful precision.
/// </remarks>
internal static class Agreement
{
    private const double Relative = 1e-9;
    private const double PriceRounding = 1e-13;
    private const double RatioFloor = 1e-10;

    /// <param name="series">Name of the series in failure messages.</param>
    /// <param name="highest">Highest price of the series, for the floor of price columns.</param>
    public static void Require(Column column, double[] actual, double[] expected, object series, double highest)
    {
        actual.Length.ShouldBe(expected.Length, $"bars of {column.Name} of '{series}'");
        var floor = Floor(column, highest);
        for (var t = 0; t < actual.Length; t++)
            if (!Same(actual[t], expected[t], IsWhole(column) ? 0 : Math.Abs(expected[t]) * Relative + floor))
                throw new ShouldAssertException($"{column.Name} at bar {t} of '{series}': engine {actual[t]:R}, expected {expected[t]:R}");
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
