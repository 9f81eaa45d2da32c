namespace QuantMatrix.Publish.Tables;

/// <summary>Lists of names as every target returns them.</summary>
internal static class OrdinalOrder
{
    /// <summary>Each once, in ordinal order.</summary>
    public static IReadOnlyList<string> InOrder(this IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];
}
