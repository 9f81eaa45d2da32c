using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>The lake's tables as SQL over the manifest's files; a table without files is an empty table of its schema.</summary>
internal static class LakeViews
{
    /// <summary>One SELECT per table.</summary>
    public static IEnumerable<(string Table, string Select)> Selects(IReadOnlyList<LakeTable> tables, Manifest manifest, BarReader reader) =>
        tables.Select(table => (table.Name, Select(table, [.. manifest.Of(table.Name)], reader)));

    /// <summary>The same for an empty lake.</summary>
    public static IEnumerable<(string Table, string Select)> Empty(IReadOnlyList<LakeTable> tables) =>
        tables.Select(table => (table.Name, $"SELECT {table.ViewColumns} FROM {NoRows(table)}"));

    /// <summary>Statements that create the tables' views and the macros over them.</summary>
    public static string Script(IReadOnlyList<LakeTable> tables, Manifest manifest, BarReader reader)
    {
        var views = Selects(tables, manifest, reader).Select(v => $"CREATE OR REPLACE VIEW {v.Table} AS {v.Select}");
        return string.Concat(views.Concat(LakeMacros.Over(tables.Select(t => t.Name))).Select(statement => $"{statement};\n"));
    }

    private static string Select(LakeTable table, List<LakeFile> files, BarReader reader) =>
        $"SELECT {table.ViewColumns} FROM {From(table, files, reader)}";

    /// <summary>The rows of a table's files; those of older files get the default of a column added later.</summary>
    public static string From(LakeTable table, IReadOnlyList<LakeFile> files, BarReader reader)
    {
        if (files.Count == 0) return NoRows(table);
        if (table.AddedColumn is not var (column, value)) return reader.Source(files);
        var rows = $"SELECT * FROM {reader.Source(files, byName: true)} UNION ALL BY NAME SELECT * FROM {NoRows(table)}";
        return $"(SELECT * REPLACE (coalesce({column}, {LakeSql.Text(value)}) AS {column}) FROM ({rows}))";
    }

    private static string NoRows(LakeTable table) =>
        $"(SELECT {string.Join(", ", table.Schema.FieldsList.Select(f => $"NULL::{TypeMap.Of(f.DataType).DuckDb} AS \"{f.Name}\""))} WHERE false)";
}
