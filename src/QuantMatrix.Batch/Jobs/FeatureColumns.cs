using QuantMatrix.Compute;

namespace QuantMatrix.Batch.Jobs;

/// <summary>The columns of <c>features</c> by name, in the order in which they are published.</summary>
internal static class FeatureColumns
{
    public static readonly string List = string.Join(", ", Catalogue.Standard.FeatureSchema.FieldsList.Select(f => f.Name));
}
