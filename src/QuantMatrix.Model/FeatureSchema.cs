using Apache.Arrow;

namespace QuantMatrix.Model;

/// <summary>The Arrow schema of <c>features</c>, shared by the engine, the lake and the publishing targets.</summary>
public static class FeatureSchema
{
    public const string Benchmark = "benchmark", BenchmarkDate = "benchmark_date";

    /// <summary>Key, bar, the benchmark with the date of its newest bar used, then the published columns.</summary>
    public static Schema Of(IReadOnlyList<Column> columns) => new(
    [
        BarField.Column(BarField.Symbol), BarField.Column(BarField.Date), .. BarField.All.Select(BarField.Column),
        ArrowColumns.Field(Benchmark, ColumnType.Text, nullable: false), ArrowColumns.Field(BenchmarkDate, ColumnType.Date, nullable: true),
        .. columns.Select(c => ArrowColumns.Field(c.Name, TypeMap.Of(c.Unit).Type, nullable: true)),
    ], null);
}
