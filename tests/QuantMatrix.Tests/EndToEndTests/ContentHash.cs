using DuckDB.NET.Data;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Row count and hash of every table of a data root; who wrote a row and when do not count.</summary>
internal static class ContentHash
{
    private static readonly string[] LakeTables = ["price_data", "features", "bar_revisions", "quarantine", "corporate_actions"];
    private static readonly string[] EmbeddedTables = ["market_analysis_cache", "market_analysis_history", "index_constituents", "set_member"];
    private static readonly string[] OfTheRun = ["run_id", "recorded_at", "expires_at"];

    /// <summary>What a key holds now: the newest entry of a list, without run and time; of a job's status the outcome, since its counts tell what was
    /// left to do.</summary>
    private const string Keys = """
        SELECT key, CASE WHEN key LIKE 'taskstatus:%' THEN value->>'status'
            ELSE json_merge_patch(value, '{"run_id":null,"taken_at":null}')::VARCHAR END AS value
        FROM embedded.key_value QUALIFY row_number() OVER (PARTITION BY key ORDER BY place DESC) = 1
        """;

    public static IReadOnlyDictionary<string, string> Of(string dataRoot)
    {
        using var connection = Open(dataRoot);
        var lake = Path.Combine(dataRoot, "lake");
        Run(connection, $"SET VARIABLE lake = '{lake}'");
        Run(connection, File.ReadAllText(Path.Combine(lake, "views.sql")));
        return LakeTables.ToDictionary(t => t, t => Hash(connection, Rows(connection, t))).Concat(OfEmbedded(connection)).ToDictionary();
    }

    /// <summary>The published tables, sets and keys alone, for a lake that cannot be read.</summary>
    public static IReadOnlyDictionary<string, string> OfEmbedded(string dataRoot)
    {
        using var connection = Open(dataRoot);
        return OfEmbedded(connection);
    }

    /// <summary>Sets and keys are in no table when they are on a server.</summary>
    private static Dictionary<string, string> OfEmbedded(DuckDBConnection connection)
    {
        var there = Texts(connection, "SELECT table_name FROM duckdb_tables() WHERE database_name = 'embedded'");
        var hashes = EmbeddedTables.Intersect(there).ToDictionary(t => t, t => Hash(connection, Rows(connection, $"embedded.{t}")));
        if (there.Contains("key_value")) hashes.Add("key_value", Hash(connection, Keys));
        return hashes;
    }

    private static DuckDBConnection Open(string dataRoot)
    {
        var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        Run(connection, $"ATTACH '{Path.Combine(dataRoot, "embedded", "quantmatrix.duckdb")}' AS embedded (READ_ONLY)");
        return connection;
    }

    private static string Rows(DuckDBConnection connection, string table)
    {
        var names = Texts(connection, $"SELECT column_name FROM (DESCRIBE SELECT * FROM {table})");
        return $"SELECT {string.Join(", ", names.Except(OfTheRun).Select(n => $"\"{n}\""))} FROM {table}";
    }

    private static string Hash(DuckDBConnection connection, string rows) =>
        Texts(connection, $"""
            SELECT count(*) || ' rows ' || coalesce(md5(string_agg(row, '' ORDER BY row)), '') FROM (SELECT md5(r::VARCHAR) AS row FROM ({rows}) r)
            """).Single();

    private static List<string> Texts(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    }

    private static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
