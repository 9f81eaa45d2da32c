using QuantMatrix.Model;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Brings the file's tables to the shape the catalogue asks for; one look at a fingerprint when they have it.</summary>
internal sealed class EmbeddedMigration(EmbeddedConnection session, PublishedTables tables)
{
    /// <summary>Names that columns of <c>index_constituents</c> had before.</summary>
    private static readonly string[] Renamed = ["first_seen", "last_seen", "became_inactive"];

    private readonly TableScript script = new(tables, type => TypeMap.Of(type).DuckDb);

    public void Run(DateTimeOffset now)
    {
        session.Execute("create table if not exists published_shape (fingerprint text not null, migrated_at timestamptz not null)");
        var fingerprint = script.Fingerprint();
        if (session.Texts("select fingerprint from published_shape").SequenceEqual([fingerprint])) return;
        Rename();
        foreach (var table in tables.All)
            foreach (var statement in script.Bring(table, Columns(table.Name)).Concat(TableScript.Comments(table))) session.Execute(statement);
        foreach (var statement in TableScript.Views) session.Execute(statement);
        session.Execute("delete from published_shape");
        session.Execute("insert into published_shape values ($1, $2)", fingerprint, now);
    }

    private void Rename()
    {
        foreach (var old in Renamed.Where(Columns(tables.Constituents.Name).ContainsKey))
            session.Execute($"alter table {tables.Constituents.Name} rename column {old} to {old}_at");
    }

    private Dictionary<string, string> Columns(string table) => session.Query(
        "select column_name, data_type from duckdb_columns() where table_name = $1 and database_name = current_database()",
        r => (Name: r.GetString(0), Type: r.GetString(1)), table).ToDictionary(c => c.Name, c => c.Type);
}
