using System.Security.Cryptography;
using Npgsql;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary><c>plan</c> and <c>run --dry-run</c> create and change nothing, in the data root and on a server.</summary>
[Trait("class", "servers")]
public sealed class ReadOnlyPlanTests(PostgresTestDatabase database) : IClassFixture<PostgresTestDatabase>
{
    private const string Job = "backfill_last_bars";

    public static readonly TheoryData<string[]> Commands = [["plan", Job], ["run", Job, "--dry-run"], ["plan", Trial.Chain], ["run", Trial.Chain, "--dry-run"]];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task An_empty_data_root_and_an_empty_database_stay_empty(string[] command)
    {
        using var trial = Live(out var connection);
        (await trial.CallAsync(command)).ShouldBe(ExitCode.Ok, "nothing has been published");
        Directory.Exists(trial.Data).ShouldBeFalse();
        Relations(connection).ShouldBeEmpty();
        trial.Variables.Remove("QM_POSTGRES");
        (await trial.CallAsync(command)).ShouldBe(ExitCode.Ok, "nothing has been published");
        Directory.Exists(trial.Data).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Files_and_tables_of_earlier_runs_stay_as_they_are(string[] command)
    {
        using var trial = Live(out var connection);
        Market.Write(trial.Replay, symbols: 3, sessions: 300);
        foreach (var target in new[] { connection, "" })
        {
            trial.Variables["QM_POSTGRES"] = target;
            trial.Variables["QM_SOURCE"] = "replay";
            (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
            trial.Variables["QM_SOURCE"] = "live";
            var (files, relations) = (Files(trial.Data), Relations(connection));
            (await trial.CallAsync(command)).ShouldBe(ExitCode.Ok, $"{Job}: 4 symbols");
            Files(trial.Data).ShouldBe(files);
            Relations(connection).ShouldBe(relations);
        }
    }

    /// <summary>The rows to expect are those that the next night computes and records.</summary>
    [Fact]
    public async Task A_plan_shows_durations_and_rows_of_the_night()
    {
        using var trial = new Trial();
        Market.Write(trial.Replay, symbols: 3, sessions: 300);
        (await trial.CallAsync("plan")).Output.ShouldNotContain("median of 5");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "15 rows written", "15 rows added");
        var plan = await trial.CallAsync("plan");
        plan.ShouldBe(ExitCode.Ok, "recompute_indicators_universe: about 15 rows (3 symbols) of 136 columns to compute, 3 to market_analysis_cache",
            "record_daily_history: about 15 rows (3 symbols) to market_analysis_history");
        plan.Output.ShouldMatch(@"job +after +last +median of 5 +options\n");
        plan.Output.ShouldMatch(@"audit +record_daily_history +\d+\.\d s +\d+\.\d s +audits=");
        (await trial.CallAsync("plan", "record_daily_history", "--set", "record_daily_history.days=2")).ShouldBe(ExitCode.Ok, "about 6 rows (3 symbols)");
    }

    private Trial Live(out string connection)
    {
        var schema = $"plan_{Guid.NewGuid():N}";
        PostgresSql.Execute(database.Connection, $"create schema {schema}");
        connection = new NpgsqlConnectionStringBuilder(database.Connection) { SearchPath = schema }.ConnectionString;
        return new Trial { Variables = new() { ["QM_POSTGRES"] = connection, ["QM_SOURCE"] = "live" } };
    }

    /// <summary>Every file of the data root with the hash of its content and its time of change.</summary>
    private static IReadOnlyList<string> Files(string root) => [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order()
        .Select(f => $"{f} {File.GetLastWriteTimeUtc(f):O} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))}")];

    /// <summary>Every relation of the schema with the size of its content.</summary>
    private static IReadOnlyList<string> Relations(string connection) => PostgresSql.Rows(connection,
        "select relname, relkind, relfilenode, pg_relation_size(oid) from pg_class where relnamespace = current_schema()::regnamespace order by relname");
}
