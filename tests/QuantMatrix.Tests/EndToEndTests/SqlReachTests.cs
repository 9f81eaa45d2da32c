using System.Security.Cryptography;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>SQL reaches the lake and the published tables, and nothing else unless that is requested.</summary>
public sealed class SqlReachTests(SqlReachTests.Night night) : IClassFixture<SqlReachTests.Night>
{
    private const string Reach = "SQL reads the lake and the published tables only. To save a result: --out FILE; to use other files: sql --allow-files";

    private readonly Trial trial = night.Trial;
    private readonly string secret = Path.Combine(night.Trial.Folder, "secret.csv");

    [Theory]
    [InlineData("SELECT count(*) FROM price_data", "2")]
    [InlineData("SELECT count(*) FROM market_analysis_cache", "1")]
    [InlineData("SELECT symbol FROM features JOIN market_analysis_cache USING (symbol, date)", "ACME")]
    [InlineData("WITH x AS (SELECT ';' AS a) SELECT a FROM x", ";")]
    [InlineData("CREATE TEMP TABLE t AS SELECT 7 AS a; INSERT INTO t VALUES (8); SELECT sum(a) FROM t", "15")]
    [InlineData("-- a table\nCREATE OR REPLACE TEMP TABLE t AS FROM range(3); /* and /* its */ */ DELETE FROM t WHERE range = 2; FROM t", "1")]
    [InlineData("CREATE TABLE t (a INT); INSERT INTO t VALUES (1); UPDATE t SET a = 3; ALTER TABLE t RENAME a TO b; SELECT b FROM t", "3")]
    [InlineData("CREATE MACRO twice(a) AS 2 * a; SELECT twice(4)", "8")]
    [InlineData("BEGIN; CREATE VIEW v AS SELECT 1 AS a; ROLLBACK; SELECT count(*) FROM duckdb_views() WHERE view_name = 'v'", "0")]
    [InlineData("PRAGMA table_info('price_data'); SELECT 1", "1")]
    [InlineData("EXPLAIN /* a */ SELECT 1; EXPLAIN (ANALYZE, FORMAT json) SELECT 1; EXPLAIN ANALYZE CREATE TABLE t AS SELECT 1; SELECT 1", "1")]
    [InlineData("SET VARIABLE x = 5; SELECT getvariable('x')", "5")]
    [InlineData("PIVOT (SELECT 1 AS a, 'p' AS b) ON b USING sum(a)", "1")]
    [InlineData("SELECT CAST(TIMESTAMPTZ '2018-02-07 21:00:00+00' AT TIME ZONE 'America/New_York' AS VARCHAR)", "2018-02-07 16:00:00")]
    [InlineData("SELECT json_extract_string('{\"a\": [1]}', '$.a[0]')", "1")]
    public async Task Queries_and_what_stays_in_memory_run(string sql, string value) => (await trial.SqlAsync(sql))[^1].ShouldBe(value);

    [Theory]
    [InlineData("SELECT * FROM read_csv('{secret}')")]
    [InlineData("SELECT * FROM '{secret}'")]
    [InlineData("SELECT content FROM read_text('/etc/passwd')")]
    [InlineData("SELECT content FROM read_blob('{lake}/manifest.json')")]
    [InlineData("SELECT content FROM read_text('{lake}/../../secret.csv')")]
    [InlineData("SELECT * FROM glob('{folder}/*')")]
    [InlineData("SELECT * FROM sniff_csv('{secret}')")]
    [InlineData("SELECT * FROM query('FROM read_text(''{secret}'')')")]
    [InlineData("SELECT * FROM 'https://127.0.0.1:1/x.parquet'")]
    [InlineData("ATTACH '{folder}/x.duckdb' AS x")]
    [InlineData("ATTACH ':memory:' AS x")]
    [InlineData("DETACH published")]
    [InlineData("COPY (SELECT 1) TO '{folder}/x.csv'")]
    [InlineData("COPY (SELECT 1) TO '{file}'")]
    [InlineData("SELECT 1; COPY (SELECT 1) TO '{file}'")]
    [InlineData("/* a */ COPY (SELECT 1) TO '{file}'")]
    [InlineData("EXPLAIN ANALYZE COPY (SELECT 1) TO '{file}'")]
    [InlineData("EXPLAIN (FORMAT json) COPY (SELECT 1) TO '{file}'")]
    [InlineData("/* /* */ SELECT */ COPY (SELECT 1) TO '{file}' (FORMAT csv, USE_TMP_FILE false)")]
    [InlineData("-- \rCOPY (\nSELECT 1) TO '{file}' (FORMAT csv, USE_TMP_FILE false)")]
    [InlineData("SELECT 1; -- it's\rCOPY (SELECT 1) TO '{file}'; -- it's")]
    [InlineData("EXPLAIN /* SELECT */ COPY (SELECT 1) TO '{file}'")]
    [InlineData("EXPLAIN ANALYZE -- \rCOPY (\nSELECT 1) TO '{file}'")]
    [InlineData("EXPLAIN (ANALYZE, FORMAT json) COPY (SELECT 1) TO '{file}'")]
    [InlineData("PREPARE p AS COPY (SELECT 1) TO '{file}'")]
    [InlineData("PREPARE p AS COPY (SELECT 1) TO '{file}'; EXECUTE p")]
    [InlineData("EXECUTE p")]
    [InlineData("CREATE MACRO json_serialize_sql(a) AS '{}'; COPY (SELECT 1) TO '{file}'")]
    [InlineData("CREATE MACRO json_extract_string(a, b) AS NULL; COPY (SELECT 1) TO '{file}'")]
    [InlineData("CREATE SECRET s (TYPE http)")]
    [InlineData("CREATE OR REPLACE PERSISTENT SECRET s IN local_file (TYPE http)")]
    [InlineData("CREATE /* TABLE */ SECRET s (TYPE http)")]
    [InlineData("DROP SECRET s")]
    [InlineData("DROP PERSISTENT SECRET IF EXISTS s")]
    [InlineData("UPDATE EXTENSIONS")]
    [InlineData("UPDATE EXTENSIONS (httpfs)")]
    [InlineData("UPDATE /* t */ EXTENSIONS")]
    [InlineData("FORCE INSTALL httpfs")]
    [InlineData("IMPORT DATABASE '{lake}'")]
    [InlineData("USE published")]
    [InlineData("CHECKPOINT published")]
    [InlineData("PRAGMA import_database('{lake}')")]
    [InlineData("PRAGMA profiling_output = '{lake}/profile.json'")]
    [InlineData("SET VARIABLE x = 1; SET temp_directory = '{lake}'")]
    [InlineData("SET /* VARIABLE */ temp_directory = '{lake}'")]
    [InlineData("SELECT * FROM enable_logging(storage = 'file', storage_config = {'path': '{lake}/log'})")]
    [InlineData("SELECT * FROM enable_profiling(save_location = '{lake}/profile.json')")]
    [InlineData("CREATE MACRO m() AS TABLE FROM \"Enable_Logging\"(storage = 'file', storage_path = '{lake}/log'); FROM m()")]
    [InlineData("CREATE TABLE t AS SELECT $a$;COPY (SELECT 1) TO '{file}';$a$ AS x")]
    [InlineData("EXPORT DATABASE '{lake}/x'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("SET threads = 1")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("RESET lock_configuration")]
    [InlineData("PRAGMA enable_profiling = 'json'")]
    [InlineData("CALL enable_logging(storage = 'file', storage_config = {'path': '{lake}/log'})")]
    public async Task What_reaches_further_is_refused_with_what_to_do(string sql)
    {
        var before = Files();
        var file = Directory.GetFiles(Path.Combine(trial.Lake, "price_data"), "*.parquet", SearchOption.AllDirectories)[0];
        var text = sql.Replace("{secret}", secret, StringComparison.Ordinal).Replace("{folder}", trial.Folder, StringComparison.Ordinal)
            .Replace("{lake}", trial.Lake, StringComparison.Ordinal).Replace("{file}", file, StringComparison.Ordinal);
        var answer = await trial.CallAsync("sql", text);
        answer.ShouldBe(ExitCode.Usage, Reach);
        answer.Output.ShouldNotContain("secret,");
        Files().ShouldBe(before);
    }

    [Fact]
    public async Task A_condition_of_a_screen_reads_no_files_and_is_one_condition()
    {
        (await trial.CallAsync("screen", $"symbol IN (SELECT a FROM read_csv('{secret}'))")).Code.ShouldBe(ExitCode.Usage);
        (await trial.CallAsync("screen", "true); COPY (SELECT 1) TO 'x.csv'; SELECT (true")).Code.ShouldBe(ExitCode.Usage);
        File.Exists("x.csv").ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_no_statement_by_itself_becomes_none_in_a_saved_result()
    {
        var (before, draft) = (Files(), Path.Combine(trial.Folder, "x.parquet"));
        var file = Directory.GetFiles(Path.Combine(trial.Lake, "price_data"), "*.parquet", SearchOption.AllDirectories)[0];
        foreach (var rest in (string[])["--", "-- \r", "; COPY (SELECT 2"])
            (await trial.CallAsync("sql", $"SELECT 1) TO '{file}' (FORMAT csv, USE_TMP_FILE false) {rest}", "--out", draft)).ShouldBe(ExitCode.Usage, "syntax");
        Files().ShouldBe(before);
    }

    [Fact]
    public async Task Other_files_are_open_on_purpose()
    {
        (await trial.CallAsync("sql", $"SELECT a FROM '{secret}'", "--allow-files", "--format", "csv")).ShouldBe(ExitCode.Ok, "secret");
        var copy = Path.Combine(trial.Folder, "copy.csv");
        (await trial.CallAsync("sql", $"COPY (SELECT 1 AS a) TO '{copy}'", "--allow-files")).ShouldBe(ExitCode.Ok);
        (await File.ReadAllTextAsync(copy)).ShouldBe("a\n1\n");
    }

    [Fact]
    public async Task A_result_is_saved_beside_the_lake_without_opening_its_folder()
    {
        var file = Path.Combine(trial.Folder, "bars.parquet");
        (await trial.CallAsync("sql", "FROM price_data", "--out", file)).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("sql", $"COPY (SELECT 1) TO '{file}'", "--out", file, "--overwrite"))
            .ShouldBe(ExitCode.Usage, "COPY is not available: " + Reach);
        (await trial.CallAsync("sql", $"SELECT count(*) AS n FROM '{file}'", "--allow-files", "--format", "csv")).ShouldBe(ExitCode.Ok, "n\r\n2");
    }

    private string[] Files() => [.. Directory.EnumerateFiles(trial.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(f => $"{f} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))}")];

    public sealed class Night : IAsyncLifetime
    {
        private const string Bars = "date,open,high,low,close,volume\n2018-02-06,10,11,9,10.5,1000\n2018-02-07,10.5,12,10,11.8,1500\n";

        internal Trial Trial { get; } = new();

        public async Task InitializeAsync()
        {
            await File.WriteAllTextAsync(Path.Combine(Trial.Folder, "secret.csv"), "a,b\nsecret,2\n");
            (await Trial.With("ACME.csv", Bars).RunAsync()).ShouldBe(ExitCode.Ok);
        }

        public Task DisposeAsync()
        {
            Trial.Dispose();
            return Task.CompletedTask;
        }
    }
}
