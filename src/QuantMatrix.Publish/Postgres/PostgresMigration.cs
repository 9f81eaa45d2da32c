using System.Runtime.ExceptionServices;
using DbUp.Engine;
using DbUp.Postgresql;
using DbUp.Support;
using Npgsql;
using QuantMatrix.Model;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Migrates the tables of the server to the current schema; when the stored fingerprint matches, that costs one query.</summary>
/// <remarks>
/// In one transaction, DbUp runs the DDL derived from the column catalogue, the numbered scripts not yet applied, the views and the
/// new fingerprint. The calling connection holds the write lock meanwhile: of two concurrent runs, one migrates and the other finds it done.
/// </remarks>
internal sealed class PostgresMigration(PostgresDatabase database, PublishedTables tables, string folder)
{
    private const string Shape = "create table if not exists published_shape (fingerprint text not null, migrated_at timestamptz not null)";

    private readonly TableScript script = new(tables, type => TypeMap.Of(type).Postgres);

    public async Task RunAsync(CancellationToken ct)
    {
        var scripts = Scripts();
        var fingerprint = script.Fingerprint(scripts.Select(s => s.Contents));
        if (await database.ReadAsync(connection => IsCurrentAsync(connection, fingerprint), ct)) return;
        await database.WriteAsync(async connection =>
        {
            if (await IsCurrentAsync(connection, fingerprint)) return false;
            var statements = new List<string>();
            foreach (var table in tables.All)
                statements.AddRange(Statements(table, await ColumnsAsync(connection, table.Name), await RekeyAsync(connection, table)));
            await UpgradeAsync(Engine(await SchemaAsync(connection), statements, scripts, fingerprint), ct);
            return true;
        }, ct);
    }

    /// <summary>Whether there is nothing to migrate. Changes nothing.</summary>
    public Task<bool> IsCurrentAsync(CancellationToken ct)
    {
        var fingerprint = script.Fingerprint(Scripts().Select(s => s.Contents));
        return database.ReadAsync(connection => IsCurrentAsync(connection, fingerprint), ct);
    }

    private static async Task<bool> IsCurrentAsync(PostgresConnection connection, string fingerprint) =>
        (await connection.QueryAsync("select to_regclass('published_shape') is not null", r => r.GetBoolean(0)))[0]
        && (await connection.QueryAsync("select fingerprint from published_shape", r => r.GetString(0))).SequenceEqual([fingerprint]);

    private static async Task<string?> SchemaAsync(PostgresConnection connection) =>
        (await connection.QueryAsync("select current_schema()", r => r.IsDBNull(0) ? null : r.GetString(0)))[0];

    private static async Task<Dictionary<string, string>> ColumnsAsync(PostgresConnection connection, string table) => (await connection.QueryAsync(
        "select column_name, data_type from information_schema.columns where table_name = $1 and table_schema = current_schema()",
        r => (Name: r.GetString(0), Type: r.GetString(1)), table)).ToDictionary(c => c.Name, c => c.Type);

    /// <summary>A key column that older rows lack is empty text.</summary>
    private static async Task<string[]?> RekeyAsync(PostgresConnection connection, Table table)
    {
        var key = await connection.QueryAsync("""
            select c.constraint_name, k.column_name from information_schema.table_constraints c
            join information_schema.key_column_usage k on k.constraint_schema = c.constraint_schema and k.constraint_name = c.constraint_name
            where c.table_name = $1 and c.table_schema = current_schema() and c.constraint_type = 'PRIMARY KEY'
            """, r => (Name: r.GetString(0), Column: r.GetString(1)), table.Name);
        if (key.Count == 0 || key.Select(k => k.Column).ToHashSet().SetEquals(table.Key)) return null;
        var added = table.Key.Except(key.Select(k => k.Column)).ToList();
        return
        [
            $"alter table {table.Name} drop constraint {key[0].Name}", .. added.Select(c => $"update {table.Name} set {c} = '' where {c} is null"),
            $"alter table {table.Name} add primary key ({table.KeyList})",
        ];
    }

    private IEnumerable<string> Statements(Table table, Dictionary<string, string> found, string[]? rekey) =>
        script.CreateOrAlter(table, found, rekey).Select(s => table == tables.History && found.Count == 0 ? $"{s} partition by range (date)" : s)
            .Concat(TableScript.Comments(table));

    private UpgradeEngine Engine(string? schema, IEnumerable<string> statements, IReadOnlyList<SqlScript> scripts, string fingerprint) =>
        PostgresqlExtensions.PostgresqlDatabase(new PostgresqlConnectionManager(database.Source), schema)
            .JournalToPostgresqlTable(schema, "published_script")
            .WithScript("tables", Text(statements), Always(order: 1))
            .WithScripts(scripts)
            .WithScript("views", Text([
                .. script.Views, Shape, "delete from published_shape",
                $"insert into published_shape values ({SqlText.Quote(fingerprint)}, now())"]), Always(order: 3))
            .WithTransaction().WithVariablesDisabled().LogToNowhere().Build();

    private static async Task UpgradeAsync(UpgradeEngine engine, CancellationToken ct)
    {
        var result = await Task.Run(engine.PerformUpgrade, ct);
        if (result.Error is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } e)
            throw new ConfigurationException($"the published tables need a migration, which the current role may not run: {e.MessageText}. "
                + "Run once with QM_POSTGRES set to the owner role, then apply sql/postgres/roles.sql, then run again as the current role", e);
        if (!result.Successful) ExceptionDispatchInfo.Throw(result.Error);
    }

    /// <summary>The numbered scripts in order; each is applied once.</summary>
    private List<SqlScript> Scripts()
    {
        if (!Directory.Exists(folder))
            throw new ConfigurationException($"{folder} does not exist; expected the migration scripts of the Postgres tables; check QM_HOME");
        return [.. Directory.GetFiles(folder, "0*.sql").Order(StringComparer.Ordinal)
            .Select(file => new SqlScript(Path.GetFileName(file), File.ReadAllText(file), new SqlScriptOptions { RunGroupOrder = 2 }))];
    }

    private static string Text(IEnumerable<string> statements) => string.Join(";\n", statements);

    private static SqlScriptOptions Always(int order) => new() { ScriptType = ScriptType.RunAlways, RunGroupOrder = order };
}
