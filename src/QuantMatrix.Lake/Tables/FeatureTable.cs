using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>The table <c>features</c>: every published column for each (symbol, date) kept. Its rows are Arrow batches of the engine.</summary>
public static class FeatureTable
{
    public const string Name = "features";

    /// <param name="schema">By <see cref="FeatureSchema"/>.</param>
    public static LakeTable Of(Schema schema) => new(Name, schema);

    /// <summary>Selects the newest row of each symbol, the content of the cache.</summary>
    public static string Newest(LakeTable features) =>
        $"SELECT {features.ColumnList} FROM {Name} QUALIFY row_number() OVER (PARTITION BY symbol ORDER BY date DESC) = 1 ORDER BY symbol";
}
