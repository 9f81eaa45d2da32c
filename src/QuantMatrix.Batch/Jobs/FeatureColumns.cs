using QuantMatrix.Indicators;

namespace QuantMatrix.Batch.Jobs;

/// <summary>The columns of <c>features</c> by name, in the order in which they are published.</summary>
internal static class FeatureColumns
{
    public static readonly string List = string.Join(", ", Catalogue.Standard.FeatureSchema.FieldsList.Select(f => f.Name));

    /// <summary>Each symbol's newest row: what the cache holds.</summary>
    public static readonly string Newest = $"SELECT {List} FROM features QUALIFY row_number() OVER (PARTITION BY symbol ORDER BY date DESC) = 1 ORDER BY symbol";
}
