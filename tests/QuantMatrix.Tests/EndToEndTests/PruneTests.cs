using Npgsql;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary><c>prune</c> of the real program: old reports and their rows in <c>job_run</c>, embedded and on Postgres, and nothing else.</summary>
[Trait("class", "servers")]
public sealed class PruneTests(PostgresTestDatabase database) : IClassFixture<PostgresTestDatabase>
{
    private const string Runs = "SELECT DISTINCT run_id FROM job_run ORDER BY 1";

    private readonly NightClock clock = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Old_runs_are_deleted_but_what_status_needs_stays(bool onServer)
    {
        using var trial = Open(onServer);
        var today = new DateTimeOffset(2026, 6, 1, 3, 0, 0, TimeSpan.Zero);
        foreach (var daysAgo in new[] { 500, 450, 410, 10 })
        {
            clock.Set(today.AddDays(-daysAgo));
            (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
            if (daysAgo == 450) (await trial.CallAsync("run", "audit")).ShouldBe(ExitCode.Ok); // the newest good run of its target
        }
        clock.Set(today);
        var (ids, content) = (Reports(trial), ContentHash.Of(trial.Data));
        ids.Count.ShouldBe(5);
        (await trial.SqlAsync(Runs)).ShouldBe(ids);
        (await trial.CallAsync("prune", "--dry-run")).ShouldBe(ExitCode.Ok,
            "before 2025-04-27 03:00 UTC: 3 run reports and ", "would be deleted", "1 older report kept");
        Reports(trial).ShouldBe(ids);
        (await trial.SqlAsync(Runs)).ShouldBe(ids);
        var status = (await trial.CallAsync("status", "--jobs", trial.Jobs())).Output;

        (await trial.CallAsync("prune", "--keep-runs", "400d")).ShouldBe(ExitCode.Ok, "3 run reports and 27 rows of job_run deleted");
        List<string> left = [ids[2], ids[4]];
        Reports(trial).ShouldBe(left);
        (await trial.SqlAsync(Runs)).ShouldBe(left);
        (await trial.CallAsync("status", "--jobs", trial.Jobs())).Output.ShouldBe(status);
        ContentHash.Of(trial.Data).ShouldBe(content);
        (await trial.CallAsync("prune")).ShouldBe(ExitCode.Ok, "0 run reports and 0 rows of job_run deleted");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task Pages_of_old_sessions_are_deleted_and_those_of_the_newest_stay()
    {
        using var trial = Open(onServer: false);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var reports = Path.Combine(trial.Data, "reports");
        var newest = DateOnly.Parse(Path.GetFileName(Directory.GetDirectories(reports, "20*")[0]), System.Globalization.CultureInfo.InvariantCulture);
        string[] folders = [$"{newest.AddDays(-31):yyyy-MM-dd}", $"{newest.AddDays(-30):yyyy-MM-dd}", "a-folder-of-the-user"];
        foreach (var folder in folders) Directory.CreateDirectory(Path.Combine(reports, folder));
        (await trial.CallAsync("prune", "--keep-pages", "30d", "--dry-run")).ShouldBe(ExitCode.Ok, "the pages of 1 session would be deleted");
        Directory.Exists(Path.Combine(reports, folders[0])).ShouldBeTrue();
        (await trial.CallAsync("prune", "--keep-pages", "30d")).ShouldBe(ExitCode.Ok, "30d before the newest session: the pages of 1 session deleted");
        Directory.GetDirectories(reports).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)
            .ShouldBe([folders[1], $"{newest:yyyy-MM-dd}", folders[2], "latest"]);
        (await trial.CallAsync("prune", "--keep-pages", "0d")).ShouldBe(ExitCode.Usage, "--keep-pages 0d: expected");
    }

    [Fact]
    public async Task It_takes_the_lock_and_without_any_run_does_nothing()
    {
        using var trial = Open(onServer: false);
        (await trial.CallAsync("prune")).ShouldBe(ExitCode.Ok, "0 run reports and 0 rows");
        Directory.Exists(trial.Data).ShouldBeFalse();
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        using (await HeldLock.TakeAsync(trial.Data))
        {
            (await trial.CallAsync("prune")).ShouldBe(ExitCode.Temporary, "another run holds");
            (await trial.CallAsync("prune", "--dry-run")).ShouldBe(ExitCode.Ok, "would be deleted");
        }
    }

    [Theory]
    [InlineData("0d")]
    [InlineData("23h")]
    [InlineData("36501d")]
    [InlineData("-5d")]
    [InlineData("400")]
    [InlineData("a year")]
    public async Task The_time_to_keep_is_at_least_a_day(string time)
    {
        using var trial = Open(onServer: false);
        (await trial.CallAsync("prune", "--keep-runs", time)).ShouldBe(ExitCode.Usage, $"--keep-runs {time}: expected");
    }

    [Fact]
    public async Task A_lease_that_another_host_holds_ends_it_with_75_and_nothing_is_deleted()
    {
        using var trial = Open(onServer: true);
        clock.Set(new(2024, 6, 1, 3, 0, 0, TimeSpan.Zero));
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        clock.Set(DateTimeOffset.UtcNow);
        var ids = Reports(trial);
        PostgresSql.Execute(trial.Variables["QM_POSTGRES"], """
            insert into run_lease (target, owner, host, pid, root, since, heartbeat)
            values ('published tables', 'another', 'elsewhere', 1, 'elsewhere', now(), now())
            """);
        (await trial.CallAsync("prune")).ShouldBe(ExitCode.Temporary, "another run (another, pid 1 on elsewhere");
        Reports(trial).ShouldBe(ids);
        PostgresSql.Execute(trial.Variables["QM_POSTGRES"], "delete from run_lease");
        (await trial.CallAsync("prune")).ShouldBe(ExitCode.Ok, "1 run report and 9 rows of job_run deleted");
    }

    private static List<string> Reports(Trial trial) =>
        [.. Directory.GetFiles(Path.Combine(trial.Data, "runs"), "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    private Trial Open(bool onServer)
    {
        var trial = new Trial { Time = clock };
        Market.Write(trial.Replay, symbols: 2, sessions: 260);
        if (!onServer) return trial;
        var schema = $"prune_{Guid.NewGuid():N}";
        PostgresSql.Execute(database.Connection, $"create schema {schema}");
        trial.Variables["QM_POSTGRES"] = new NpgsqlConnectionStringBuilder(database.Connection) { SearchPath = schema }.ConnectionString;
        return trial;
    }
}
