using QuantMatrix.Model;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Migrates the tables of the file to the current schema; when the stored fingerprint matches, that costs one query.</summary>
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
        foreach (var table in tables.All)
            foreach (var statement in script.CreateOrAlter(table, Columns(table.Name), Rekey(table)).Concat(TableScript.Comments(table)))
                connection.Execute(statement);
        foreach (var statement in script.Views) connection.Execute(statement);
        connection.Execute("delete from published_shape");
        connection.Execute("insert into published_shape values ($1, $2)", fingerprint, now);
    }

    private void Rename()
    {
        foreach (var old in Renamed.Where(Columns(tables.Constituents.Name).ContainsKey))
            connection.Execute($"alter table {tables.Constituents.Name} rename column {old} to {old}_at");
    }

    /// <summary>DuckDB cannot change a primary key: the rows are copied. A key column that older rows lack is empty text.</summary>
    private string[]? Rekey(Table table)
    {
        var key = connection.Query("""
            select unnest(constraint_column_names) from duckdb_constraints()
            where table_name = $1 and constraint_type = 'PRIMARY KEY' and database_name = current_database()
            """, r => r.GetString(0), table.Name);
        if (key.Count == 0 || key.ToHashSet().SetEquals(table.Key)) return null;
        var values = table.Columns.Select(c => table.Key.Contains(c.Name) && c.Type == ColumnType.Text ? $"coalesce({c.Name}, '')" : c.Name);
        return
        [
            $"create temp table rekeyed as select {string.Join(", ", values)} from {table.Name}", $"drop table {table.Name}", script.Create(table),
            $"insert into {table.Name} ({table.ColumnList}) select * from rekeyed", "drop table rekeyed",
        ];
    }

    private Dictionary<string, string> Columns(string table) => connection.Query(
        "select column_name, data_type from duckdb_columns() where table_name = $1 and database_name = current_database()",
        r => (Name: r.GetString(0), Type: r.GetString(1)), table).ToDictionary(c => c.Name, c => c.Type);
}
