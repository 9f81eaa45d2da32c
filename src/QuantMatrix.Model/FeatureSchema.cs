using Apache.Arrow;
using Apache.Arrow.Types;

namespace QuantMatrix.Model;

/// <summary>The Arrow form of <c>features</c>: what the engine returns, the lake keeps and the targets publish.</summary>
public static class FeatureSchema
{
    /// <summary><c>symbol</c>, <c>date</c>, the bar, the <c>benchmark</c> with the newest of its bars used, then the published columns.</summary>
    public static Schema Of(IReadOnlyList<Column> columns)
    {
        var schema = new Schema.Builder()
            .Field(new Field("symbol", ArrowColumns.Text, nullable: false))
            .Field(new Field("date", Date32Type.Default, nullable: false));
        foreach (var field in BarField.All) schema.Field(new Field(field, field == BarField.Volume ? Int64Type.Default : DoubleType.Default, nullable: false));
        schema.Field(new Field("benchmark", ArrowColumns.Text, nullable: false))
            .Field(new Field("benchmark_date", Date32Type.Default, nullable: true));
        foreach (var column in columns) schema.Field(new Field(column.Name, ArrowType(column.Unit), nullable: true));
        return schema.Build();
    }

    private static IArrowType ArrowType(Unit unit) => unit switch
    {
        Unit.Count => Int32Type.Default,
        Unit.Flag => BooleanType.Default,
        Unit.Label => ArrowColumns.Text,
        _ => DoubleType.Default,
    };
}
