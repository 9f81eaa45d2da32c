using System.Globalization;

namespace QuantMatrix.Model;

/// <summary>A count with its noun: <c>1 bar</c>, <c>1,234 bars</c>.</summary>
public static class Plural
{
    /// <param name="count">Written with thousands separators.</param>
    /// <param name="one">The noun in the singular.</param>
    /// <param name="many">The plural, when it is not the singular with an s.</param>
    public static string Of(long count, string one, string? many = null) => $"{Number(count)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>A count with thousands separators, independent of the culture: <c>1,234</c>.</summary>
    public static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
