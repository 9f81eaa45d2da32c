using Apache.Arrow;
using Apache.Arrow.Types;
using QuantMatrix.Compute;

namespace QuantMatrix.Publish;

/// <summary>The Arrow form of a published row: symbol, date, the bar, then every published column.</summary>
public static class PublishSchema
{
    /// <summary>Numbers of the bar, between <c>date</c> and the catalogue's columns; volume is int64, the rest double.</summary>
    public static IReadOnlyList<string> BarFields { get; } =
        [Compute.Field.Open, Compute.Field.High, Compute.Field.Low, Compute.Field.Close, Compute.Field.Volume];

    public static Schema Of(Catalogue catalogue)
    {
        var features = catalogue.FeatureSchema.FieldsList;
        var schema = new Schema.Builder().Field(features[0]).Field(features[1]);
        foreach (var name in BarFields)
            schema.Field(new Apache.Arrow.Field(name, name == Compute.Field.Volume ? Int64Type.Default : DoubleType.Default, nullable: true));
        foreach (var field in features.Skip(2)) schema.Field(field);
        return schema.Build();
    }
}
