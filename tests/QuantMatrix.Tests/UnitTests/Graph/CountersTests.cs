using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.EndToEndTests;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>Limits can name exactly what jobs count.</summary>
public sealed class CountersTests : IDisposable
{
    private readonly Trial trial = new();
    private readonly LiveNights nights = new("twelvedata, yahoo", symbols: 2);

    [Fact]
    public async Task The_jobs_of_the_chain_count_what_their_kinds_declare()
    {
        Market.Write(trial.Replay, symbols: 3, sessions: 60);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        foreach (var job in Newest(trial).Jobs)
        {
            var reported = job.Counters.Keys.Where(name => name != "coverage_pct").ToList();
            reported.ShouldBe(Declared(trial, job.Name).Where(name => !name.Contains('.', StringComparison.Ordinal) && name != "coverage_pct"),
                ignoreOrder: true, job.Name);
        }
    }

    [Fact]
    public async Task The_counters_of_providers_are_declared()
    {
        nights.Returned = (bar, symbol, who) => who == "twelvedata" && symbol == "S00" ? null : bar;
        await nights.NightAsync(299);
        var job = Newest(nights.Trial).Jobs.Single();
        job.Counters.Keys.Count(name => name.Contains('.', StringComparison.Ordinal)).ShouldBeGreaterThan(4);
        job.Counters.Keys.Except(Declared(nights.Trial, job.Name)).ShouldBeEmpty();
    }

    public void Dispose()
    {
        trial.Dispose();
        nights.Dispose();
    }

    private static QuantMatrix.Batch.Runs.RunReport Newest(Trial trial) =>
        RunReports.Read(Directory.GetFiles(Path.Combine(trial.Data, "runs"), "*.json").Max(StringComparer.Ordinal)!);

    /// <summary>With the options of the project's job file.</summary>
    private static IEnumerable<string> Declared(Trial trial, string job)
    {
        var file = new JobFileReader(JobKinds.Standard).Read(Path.Combine(trial.Home, "jobs.yaml"));
        var (kind, options) = (file.Jobs[job].Kind, file.Jobs[job].Options);
        return kind.Job.CountersOf(kind.Options.Bind(options)).Select(c => c.Name);
    }
}
