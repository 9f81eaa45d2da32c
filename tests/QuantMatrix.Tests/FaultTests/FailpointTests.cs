using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;
using QuantMatrix.Tests.EndToEndTests;

namespace QuantMatrix.Tests.FaultTests;

/// <summary>Wherever the program fails, the next run leaves the content of an undisturbed one, and the failed run is reported as what it was.</summary>
public abstract class FailpointTests(FaultNights nights) : IClassFixture<FaultNights>
{
    private const int Killed = 128 + 9;

    /// <summary>Points of a night on the embedded file that concern the servers as well; in a soak test.</summary>
    private static readonly string[] OnServersToo = ["lock", "cache", "history", "ledger"];

    /// <summary>Points that a run reaches after its report says how the jobs ended.</summary>
    private static readonly string[] AfterJobs = ["ledger.before_close", "ledger.after_close"];

    /// <summary>Every point, with the target that a night publishes to.</summary>
    public static TheoryData<string, bool> Points
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var point in Enum.GetValues<Failpoint>().Select(InjectedFailure.Name))
            {
                var needsServers = Part(point) is "postgres" or "redis";
                data.Add(point, needsServers);
                if (Soak.IsOn && OnServersToo.Contains(Part(point))) data.Add(point, true);
            }
            return data;
        }
    }

    /// <summary>Every third point; in a soak test all.</summary>
    public static IEnumerable<object[]> SomePoints => ((IEnumerable<object[]>)Points).Where((_, i) => Soak.IsOn || i % 3 == 0);

    protected async Task KillAtAsync(string point, bool onServers)
    {
        using var scenario = Scenario(point, onServers);
        await scenario.PrepareAsync();
        using (var failing = scenario.Start($"{point}:kill"))
            (await failing.EndedAsync()).Code.ShouldBe(Killed, point);
        var isReported = point is not ("ledger.marked" or "report.before_rename");
        if (scenario.IsRun && isReported) (await NewestAsync(scenario)).ShouldMatch(AfterJobs.Contains(point) ? " (ok|partial) " : " killed ");
        await CompleteAsync(scenario);
    }

    protected async Task ErrorAtAsync(string point, bool onServers, string fault, string message)
    {
        using var scenario = Scenario(point, onServers);
        await scenario.PrepareAsync();
        using var failing = Part(point) == "ledger" ? scenario.Start($"{point}:{fault}") : null; // its warning is on the standard error
        var ended = failing is null ? await scenario.FailAsync($"{point}:{fault}") : await failing.EndedAsync();
        ended.Text.ShouldContain($"{message} (QM_FAILPOINT={point}:{fault}:1)");
        if (scenario.IsRun) (await NewestAsync(scenario)).ShouldMatch($@" (ok|partial|failed|temporary|stopped) +{ended.Code} ");
        await CompleteAsync(scenario);
    }

    private static string Part(string point) => point.Split('.')[0];

    private static async Task<string> NewestAsync(FaultScenario scenario) => (await scenario.CallAsync("runs")).Output.Split('\n')[0];

    private static async Task CompleteAsync(FaultScenario scenario)
    {
        scenario.Age();
        (await scenario.AgainAsync()).ShouldBe(ExitCode.Ok);
        await scenario.ShouldBeCompleteAsync();
        scenario.LeftOver().ShouldBeEmpty();
    }

    private FaultScenario Scenario(string point, bool onServers) => Part(point) switch
    {
        "backup" => new BackupScenario(nights),
        "restore" => new RestoreScenario(nights),
        "repair" => new RepairScenario(nights),
        "units" => new UnitScenario(),
        _ => onServers ? new ServerScenario(nights) : new NightScenario(nights, isFirst: point == "embedded.created"),
    };
}

/// <summary>The process is killed at each point.</summary>
[Trait("class", "servers")]
public sealed class KilledAtFailpointTests(FaultNights nights) : FailpointTests(nights)
{
    [Theory]
    [MemberData(nameof(Points))]
    public Task A_run_killed_at_any_point_of_a_commit_is_completed_by_the_next(string point, bool onServers) => KillAtAsync(point, onServers);
}

/// <summary>An I/O error occurs at each point.</summary>
[Trait("class", "servers")]
public sealed class ErrorAtFailpointTests(FaultNights nights) : FailpointTests(nights)
{
    [Theory]
    [MemberData(nameof(SomePoints))]
    public Task A_run_that_meets_an_error_at_any_point_of_a_commit_is_completed_by_the_next(string point, bool onServers) =>
        ErrorAtAsync(point, onServers, "error", "Input/output error");

    [SoakTheory]
    [MemberData(nameof(Points))]
    public Task A_run_whose_disk_is_full_at_any_point_of_a_commit_is_completed_by_the_next(string point, bool onServers) =>
        ErrorAtAsync(point, onServers, "enospc", "No space left on device");
}

/// <summary>A theory that runs only in a soak test.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SoakTheoryAttribute : TheoryAttribute
{
    public SoakTheoryAttribute()
    {
        if (!Soak.IsOn) Skip = "only in ./test.sh --soak";
    }
}
