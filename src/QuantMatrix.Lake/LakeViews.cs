using System.Text;
using Apache.Arrow.Types;
using QuantMatrix.Lake.Tables;

namespace QuantMatrix.Lake;

/// <summary>The lake's tables as SQL over the manifest's files; a table without files is an empty one of its schema.</summary>
internal static class LakeViews
{
    /// <summary>One SELECT a table.</summary>
    public static IEnumerable<(string Table, string Select)> Selects(IReadOnlyList<LakeTable> tables, Manifest manifest, BarReader reader) =>
        tables.Select(table => (table.Name, Select(table, [.. manifest.Of(table.Name)], reader)));

    /// <summary>The same of a lake without any row.</summary>
    public static IEnumerable<(string Table, string Select)> Empty(IReadOnlyList<LakeTable> tables) =>
        tables.Select(table => (table.Name, $"SELECT {Columns(table)} FROM {NoRows(table)}"));

    /// <summary>What stands in <c>views.sql</c>.</summary>
    public static string Script(IReadOnlyList<LakeTable> tables, Manifest manifest, BarReader reader)
    {
        var script = new StringBuilder($"-- The lake at version {manifest.Version}; written anew by each commit. Use: duckdb -init views.sql\n");
        foreach (var (table, select) in Selects(tables, manifest, reader)) script.Append($"CREATE OR REPLACE VIEW {table} AS {select};\n");
        return script.ToString();
    }

    private static string Select(LakeTable table, List<LakeFile> files, BarReader reader) =>
        $"SELECT {Columns(table)} FROM {From(table, files, reader)}";

    /// <summary>The rows of a table. Files of the quarantine from before it had a status are read as well: nobody had decided on a row then.</summary>
    public static string From(LakeTable table, IReadOnlyList<LakeFile> files, BarReader reader) =>
        files.Count == 0 ? NoRows(table)
        : table != LakeTable.Quarantine ? reader.Source(files)
        : $"(SELECT * REPLACE (coalesce(status, 'open') AS status) FROM (SELECT * FROM {reader.Source(files, byName: true)} UNION ALL BY NAME SELECT * FROM {NoRows(table)}))";

    private static string Columns(LakeTable table) => table == LakeTable.PriceData ? "symbol, date, '1d' AS interval, open, high, low, close, adj_close, volume, source" : "*";

    private static string NoRows(LakeTable table) =>
        $"(SELECT {string.Join(", ", table.Schema.FieldsList.Select(f => $"NULL::{SqlType(f.DataType)} AS \"{f.Name}\""))} WHERE false)";

    private static string SqlType(IArrowType type) => type switch
    {
        DictionaryType or StringType => "VARCHAR",
        Date32Type => "DATE",
        DoubleType => "DOUBLE",
        Int64Type => "BIGINT",
        Int32Type => "INTEGER",
        BooleanType => "BOOLEAN",
        _ => throw new NotSupportedException(type.Name),
    };
}
