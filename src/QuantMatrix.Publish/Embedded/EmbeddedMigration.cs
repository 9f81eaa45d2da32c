using System.Security.Cryptography;
using System.Text;
using QuantMatrix.Compute;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Brings the file's tables to the shape the catalogue asks for; one look at a fingerprint when they have it.</summary>
internal sealed class EmbeddedMigration(EmbeddedSession session, PublishedTables tables)
{
    private const string Latest = $"""
        create or replace view {PublishedTables.HistoryLatest} as
        select distinct on (symbol, date) * from market_analysis_history order by symbol, date, revision desc
        """;

    private readonly TableScript script = new(TypeName);

    public void Run(DateTimeOffset now)
    {
        session.Execute("create table if not exists published_shape (fingerprint text not null, migrated_at timestamptz not null)");
        var fingerprint = Fingerprint();
        if (session.Texts("select fingerprint from published_shape").SequenceEqual([fingerprint])) return;
        foreach (var table in tables.All) Bring(table);
        session.Execute(Latest);
        session.Execute("delete from published_shape");
        session.Execute("insert into published_shape values ($1, $2)", fingerprint, now);
    }

    private void Bring(Table table)
    {
        var found = session.Query(
            "select column_name, data_type from duckdb_columns() where table_name = $1 and database_name = current_database()",
            r => (Name: r.GetString(0), Type: r.GetString(1)), table.Name).ToDictionary(c => c.Name, c => c.Type);
        if (found.Count == 0) session.Execute(script.Create(table));
        else Extend(table, found);
        foreach (var comment in TableScript.Comments(table)) session.Execute(comment);
    }

    private void Extend(Table table, Dictionary<string, string> found)
    {
        foreach (var column in table.Columns)
            if (!found.TryGetValue(column.Name, out var type)) session.Execute(script.Add(table, column));
            else if (type != TypeName(column.Type))
                throw new ConfigurationException(
                    $"{table.Name}.{column.Name} is stored as {type}, the catalogue says {TypeName(column.Type)}; expected a new name for a new type");
        if (table == tables.Cache) Empty(found.Keys.Except(table.Columns.Select(c => c.Name)));
    }

    /// <summary>A column the catalogue no longer has would keep its last value beside newer ones.</summary>
    private void Empty(IEnumerable<string> retired)
    {
        foreach (var name in retired) session.Execute($"update {tables.Cache.Name} set {name} = null where {name} is not null");
    }

    private string Fingerprint()
    {
        var statements = tables.All.SelectMany(t => TableScript.Comments(t).Prepend(script.Create(t))).Append(Latest);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', statements))));
    }

    private static string TypeName(ColumnType type) => type switch
    {
        ColumnType.Text => "VARCHAR",
        ColumnType.Date => "DATE",
        ColumnType.Time => "TIMESTAMP WITH TIME ZONE",
        ColumnType.Double => "DOUBLE",
        ColumnType.Int64 => "BIGINT",
        ColumnType.Int32 => "INTEGER",
        ColumnType.Flag => "BOOLEAN",
        ColumnType.Json => "JSON",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
