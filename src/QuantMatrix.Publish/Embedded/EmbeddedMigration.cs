using QuantMatrix.Model;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Migrates the tables of the file to the current schema; when the stored fingerprint matches, that costs one query.</summary>
/// <remarks>The catalog is read for all tables at once, and a comment is set where it differs: each statement copies the definition of its table.</remarks>
internal sealed class EmbeddedMigration(EmbeddedConnection connection, PublishedTables tables)
{
    /// <summary>Former column names of <c>index_constituents</c>; each is now suffixed with <c>_at</c>.</summary>
    private static readonly string[] Renamed = ["first_seen", "last_seen", "became_inactive"];

    private readonly TableScript script = new(tables, type => TypeMap.Of(type).DuckDb);

    public void Run(DateTimeOffset now)
    {
        connection.Execute("create table if not exists published_shape (fingerprint text not null, migrated_at timestamptz not null)");
        var fingerprint = script.Fingerprint();
        if (connection.Texts("select fingerprint from published_shape").SequenceEqual([fingerprint])) return;
        Rename();
        var (columns, keys) = (Columns(), Keys());
        foreach (var table in tables.All)
            foreach (var statement in script.CreateOrAlter(table, columns[table.Name].ToDictionary(), Rekey(table, keys[table.Name].ToHashSet())))
                connection.Execute(statement);
        foreach (var statement in tables.All.SelectMany(TableScript.Comments).Except(Comments()).Concat(script.Views)) connection.Execute(statement);
        connection.Execute("delete from published_shape");
        connection.Execute("insert into published_shape values ($1, $2)", fingerprint, now);
    }

    private void Rename()
    {
        foreach (var old in Columns()[tables.Constituents.Name].Select(c => c.Key).Intersect(Renamed))
            connection.Execute($"alter table {tables.Constituents.Name} rename column {old} to {old}_at");
    }

    /// <summary>DuckDB cannot change a primary key: the rows are copied. A key column that older rows lack is empty text.</summary>
    /// <param name="key">The key that the table has; empty when the table does not exist.</param>
    private string[]? Rekey(Table table, HashSet<string> key)
    {
        if (key.Count == 0 || key.SetEquals(table.Key)) return null;
        var values = table.Columns.Select(c => table.Key.Contains(c.Name) && c.Type == ColumnType.Text ? $"coalesce({c.Name}, '')" : c.Name);
        return
        [
            $"create temp table rekeyed as select {string.Join(", ", values)} from {table.Name}", $"drop table {table.Name}", script.Create(table),
            $"insert into {table.Name} ({table.ColumnList}) select * from rekeyed", "drop table rekeyed",
        ];
    }

    /// <summary>Names and types of the columns of each table.</summary>
    private ILookup<string, KeyValuePair<string, string>> Columns() => connection.Query(
        "select table_name, column_name, data_type from duckdb_columns() where database_name = current_database() and not internal",
        r => (Table: r.GetString(0), Column: KeyValuePair.Create(r.GetString(1), r.GetString(2)))).ToLookup(c => c.Table, c => c.Column);

    private ILookup<string, string> Keys() => connection.Query("""
        select table_name, unnest(constraint_column_names) from duckdb_constraints()
        where constraint_type = 'PRIMARY KEY' and database_name = current_database()
        """, r => (Table: r.GetString(0), Column: r.GetString(1))).ToLookup(k => k.Table, k => k.Column);

    /// <summary>The comments of the file, as the statements that set them.</summary>
    private List<string> Comments() => connection.Query("""
        select table_name, null, comment from duckdb_tables() where database_name = current_database() and comment is not null
        union all
        select table_name, column_name, comment from duckdb_columns() where database_name = current_database() and comment is not null
        """, r => TableScript.Comment(r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1), r.GetString(2)));
}
