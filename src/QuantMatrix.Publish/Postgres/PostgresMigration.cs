using System.Runtime.ExceptionServices;
using QuantMatrix.Model;
using QuantMatrix.Publish.Tables;

using DbUp.Engine;
using DbUp.Postgresql;
using DbUp.Support;
using Npgsql;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Brings the server's tables to the shape the catalogue asks for; one look at a fingerprint when they have it.</summary>
/// <remarks>
/// DbUp runs, as one transaction: the statements drawn from the catalogue, the numbered scripts that were not run yet, the views, the new fingerprint.
/// The session that asks for it holds the turn meanwhile, so of two runs that start together one migrates and the other finds it done.
/// </remarks>
internal sealed class PostgresMigration(PostgresDatabase database, PublishedTables tables, string folder)
{
    private const string Shape = "create table if not exists published_shape (fingerprint text not null, migrated_at timestamptz not null)";

    private readonly TableScript script = new(tables, type => TypeMap.Of(type).Postgres);

    public async Task RunAsync(CancellationToken ct)
    {
        var scripts = Scripts();
        var fingerprint = script.Fingerprint(scripts.Select(s => s.Contents));
        if (await database.ReadAsync(session => IsAsync(session, fingerprint), ct)) return;
        await database.WriteAsync(async session =>
        {
            if (await IsAsync(session, fingerprint)) return false;
            var statements = new List<string>();
            foreach (var table in tables.All) statements.AddRange(Bring(table, await ColumnsAsync(session, table.Name)));
            await UpgradeAsync(Engine(await SchemaAsync(session), statements, scripts, fingerprint), ct);
            return true;
        }, ct);
    }

    private static async Task<bool> IsAsync(PostgresConnection session, string fingerprint) =>
        (await session.QueryAsync("select to_regclass('published_shape') is not null", r => r.GetBoolean(0)))[0]
        && (await session.QueryAsync("select fingerprint from published_shape", r => r.GetString(0))).SequenceEqual([fingerprint]);

    private static async Task<string?> SchemaAsync(PostgresConnection session) =>
        (await session.QueryAsync("select current_schema()", r => r.IsDBNull(0) ? null : r.GetString(0)))[0];

    private static async Task<Dictionary<string, string>> ColumnsAsync(PostgresConnection session, string table) => (await session.QueryAsync(
        "select column_name, data_type from information_schema.columns where table_name = $1 and table_schema = current_schema()",
        r => (Name: r.GetString(0), Type: r.GetString(1)), table)).ToDictionary(c => c.Name, c => c.Type);

    private IEnumerable<string> Bring(Table table, Dictionary<string, string> found) =>
        script.Bring(table, found).Select(s => table == tables.History && found.Count == 0 ? $"{s} partition by range (date)" : s)
            .Concat(TableScript.Comments(table));

    private UpgradeEngine Engine(string? schema, IEnumerable<string> statements, IReadOnlyList<SqlScript> scripts, string fingerprint) =>
        PostgresqlExtensions.PostgresqlDatabase(new PostgresqlConnectionManager(database.Source), schema)
            .JournalToPostgresqlTable(schema, "published_script")
            .WithScript("tables", Text(statements), Always(order: 1))
            .WithScripts(scripts)
            .WithScript("views", Text([
                .. TableScript.Views, Shape, "delete from published_shape",
                $"insert into published_shape values ({TableScript.Quote(fingerprint)}, now())"]), Always(order: 3))
            .WithTransaction().WithVariablesDisabled().LogToNowhere().Build();

    private static async Task UpgradeAsync(UpgradeEngine engine, CancellationToken ct)
    {
        var result = await Task.Run(engine.PerformUpgrade, ct);
        if (result.Error is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } e)
            throw new ConfigurationException($"the published tables must be brought to this version, and the role that runs may not: {e.MessageText}. "
                + "Run once with QM_POSTGRES of the role that owns them, then sql/postgres/roles.sql, then again as the role that runs", e);
        if (!result.Successful) ExceptionDispatchInfo.Throw(result.Error);
    }

    /// <summary>The numbered scripts in their order; each runs once.</summary>
    private List<SqlScript> Scripts()
    {
        if (!Directory.Exists(folder)) throw new ConfigurationException($"{folder} does not exist; expected the scripts of the Postgres tables, from the folder QM_HOME names");
        return [.. Directory.GetFiles(folder, "0*.sql").Order(StringComparer.Ordinal)
            .Select(file => new SqlScript(Path.GetFileName(file), File.ReadAllText(file), new SqlScriptOptions { RunGroupOrder = 2 }))];
    }

    private static string Text(IEnumerable<string> statements) => string.Join(";\n", statements);

    private static SqlScriptOptions Always(int order) => new() { ScriptType = ScriptType.RunAlways, RunGroupOrder = order };
}
