using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>The lake's tables as SQL over the manifest's files; a table without files is an empty table of its schema.</summary>
internal static class LakeViews
{
    /// <summary>One SELECT per table.</summary>
    /// <param name="returns">Whether total-return closes are computed; else they are <see cref="LazyReturns.Marker"/>, which a query must not use.</param>
    public static IEnumerable<(string Table, string Select)> Selects(
        IReadOnlyList<LakeTable> tables, Manifest manifest, BarReader reader, bool returns = true) =>
        tables.Select(table => (table.Name, table == PriceData.Table ? Bars(manifest, reader, returns)
            : Select(table, From(table, [.. manifest.Of(table.Name)], reader))));

    /// <summary>A query over the tables, in one statement.</summary>
    public static string With(string query, IEnumerable<(string Table, string Select)> tables) =>
        $"WITH {string.Join(",\n", tables.Select(v => $"{v.Table} AS ({v.Select})"))}\n{query}";

    /// <summary>Statements that create the tables' views and the macros over them.</summary>
    /// <inheritdoc cref="Selects"/>
    public static string Script(IReadOnlyList<LakeTable> tables, Manifest manifest, BarReader reader, bool returns = true)
    {
        var views = Selects(tables, manifest, reader, returns).Select(v => $"CREATE OR REPLACE VIEW {v.Table} AS {v.Select}");
        return string.Concat(views.Concat(LakeMacros.Over(tables.Select(t => t.Name))).Select(statement => $"{statement};\n"));
    }

    private static string Select(LakeTable table, string rows) => $"SELECT {table.ViewColumns} FROM {rows} {table.Join}".TrimEnd();

    /// <summary>The rows of a table's files; those of older files get the default of a column added later.</summary>
    public static string From(LakeTable table, IReadOnlyList<LakeFile> files, BarReader reader)
    {
        if (files.Count == 0) return NoRows(table);
        if (table.AddedColumn is not var (column, value)) return reader.Source(files);
        var rows = $"SELECT * FROM {reader.Source(files, byName: true)} UNION ALL BY NAME SELECT * FROM {NoRows(table)}";
        return $"(SELECT * REPLACE (coalesce({column}, {SqlText.Quote(value)}) AS {column}) FROM ({rows}))";
    }

    /// <summary>Bars with computed total-return closes; with those of files that store them until these are carried over.</summary>
    private static string Bars(Manifest manifest, BarReader reader, bool returns)
    {
        var (files, actions) = (manifest.Of(PriceData.Name).ToList(), manifest.Of(StoredAction.Table.Name).ToList());
        var stored = From(PriceData.Table, files, reader);
        return StoredReturns.AreIn(manifest) ? Bars(reader.Source(files, byName: true), "coalesce(adj_close, close)")
            : files.Count == 0 || actions.Count == 0 ? Bars(stored, BarField.Close)
            : !returns ? Bars(stored, LazyReturns.Marker)
            : Bars(TotalReturnSql.From(stored, reader.Source(actions), files.Min(f => f.FirstDate)!.Value), TotalReturnSql.Close);
    }

    private static string Bars(string from, string adjusted) =>
        $"SELECT symbol, date, '1d' AS interval, open, high, low, close, {adjusted} AS adj_close, volume, source FROM {from}";

    private static string NoRows(LakeTable table) =>
        $"(SELECT {string.Join(", ", table.Schema.FieldsList.Select(f => $"NULL::{TypeMap.Of(f.DataType).DuckDb} AS \"{f.Name}\""))} WHERE false)";
}
