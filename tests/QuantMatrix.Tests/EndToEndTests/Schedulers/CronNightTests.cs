using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Tests.UnitTests.Graph;

namespace QuantMatrix.Tests.EndToEndTests.Schedulers;

/// <summary>The exported crontab, run by cron: schedules that are due in the same minute wait for each other, and none is lost.</summary>
[Trait("class", "slow")]
public sealed class CronNightTests : IDisposable
{
    private const string Monitor = "monitor_coverage_health";

    /// <summary>Collisions of the chain and the monitor; ten times as many in a soak test.</summary>
    private static readonly int Collisions = Soak.Of(5, 50);

    private readonly TempFolder folder = new();

    [CronFact]
    public async Task Cron_runs_every_schedule_of_one_minute_and_mails_only_the_failed_one()
    {
        var due = DateTime.Now.AddSeconds(70); // cron needs a moment to start, then begins with the next full minute
        using var trial = Market($"{due.Minute} {due.Hour} * * *");
        using var cron = new CronDaemon(await CrontabAsync(trial));
        await Wait.UntilAsync(() => cron.HasExited || (Finished(trial).Count == 3 && cron.Mails.Count > 0));
        cron.Mails.ShouldHaveSingleItem().ShouldContain("IBKR_FLEX_TOKEN");
        Finished(trial).Select(r => (r.Target, r.ExitCode)).Order().ShouldBe(
            [(Trial.Chain, ExitCode.Ok), ("ibkr_flex_sync", ExitCode.Configuration), (Monitor, ExitCode.Ok)]);
    }

    [Fact]
    public async Task Of_two_lines_that_start_together_each_time_both_succeed()
    {
        using var trial = Market("0 3 * * *");
        var commands = Commands(await CrontabAsync(trial)).Where(c => !c.Contains("ibkr", StringComparison.Ordinal)).ToList();
        commands.Count.ShouldBe(2);
        for (var i = 0; i < Collisions; i++)
        {
            var ends = await Task.WhenAll((i % 2 == 0 ? commands : commands.AsEnumerable().Reverse()).Select(ShellAsync));
            foreach (var end in ends) end.ShouldBe(ExitCode.Ok);
            Finished(trial).Count.ShouldBe(2 * (i + 1));
        }
        Finished(trial).ShouldAllBe(r => r.ExitCode == ExitCode.Ok);
    }

    public void Dispose() => folder.Dispose();

    private Trial Market(string cron)
    {
        var trial = new Trial { Home = ScheduledHome.Create(folder["home"], cron), Variables = new() { ["QM_SOURCE"] = "replay" } };
        EndToEndTests.Market.Write(trial.Replay, symbols: 3, sessions: 300);
        return trial;
    }

    private static async Task<string> CrontabAsync(Trial trial)
    {
        var export = await trial.CallAsync("export", "cron");
        export.ShouldBe(ExitCode.Ok);
        return export.Output;
    }

    private static IReadOnlyList<RunReport> Finished(Trial trial) => Directory.Exists(Path.Combine(trial.Data, "runs"))
        ? [.. Directory.EnumerateFiles(Path.Combine(trial.Data, "runs"), "*.json").Select(RunReports.Read).Where(r => r.ExitCode is not null)]
        : [];

    /// <summary>The commands of a crontab, each with the variables that cron sets.</summary>
    private static IEnumerable<string> Commands(string crontab)
    {
        var lines = crontab.Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToList();
        var variables = string.Join(' ', lines.TakeWhile(line => !char.IsDigit(line[0])));
        return lines.Where(line => char.IsDigit(line[0])).Select(line => $"env -i {variables} {string.Join(' ', line.Split(' ').Skip(5))}");
    }

    private static Task<Ended> ShellAsync(string command) => Ended.OfAsync(new("sh", ["-c", command]));
}
