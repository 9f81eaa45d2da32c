using CommandLine;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Compute;

namespace QuantMatrix.Batch.Cli;

/// <summary>Shows what would run, in order, and what it would ask for; asks nobody.</summary>
[Verb("plan", HelpText = "Show what TARGET would run, in order, with its options, and the calls it would cost.")]
public class PlanVerb : IVerb
{
    [Value(0, MetaName = "TARGET", Default = "bootstrap_daily_coverage_tracked", HelpText = "A job or a chain of jobs.yaml.")]
    public string Target { get; init; } = "";

    [Option("set", MetaValue = "JOB.OPTION=VALUE", HelpText = "Change an option for this run; may be given several times.")]
    public IEnumerable<string> Set { get; init; } = [];

    [Option("only", MetaValue = "JOB", HelpText = "Run only this job of TARGET.")]
    public string? Only { get; init; }

    [Option("from", MetaValue = "JOB", HelpText = "Run only this job of TARGET and those after it.")]
    public string? From { get; init; }

    [Option("jobs", MetaValue = "FILE", HelpText = "Another file than jobs.yaml.")]
    public string? Jobs { get; init; }

    public virtual Task<int> RunAsync(Session session, CancellationToken cancel) => ShowAsync(session, Plan(session), null, cancel);

    /// <summary>The jobs in their order; of those that ask providers also what they would ask for, as things stand now.</summary>
    protected static async Task<int> ShowAsync(Session session, Plan plan, DateOnly? asOf, CancellationToken cancel)
    {
        PlanText.Write(session.Output, plan);
        var asking = plan.Jobs.Where(j => j.Kind.Job is IForecast).ToList();
        if (asking.Count == 0 || !LiveSources.AreWanted(session.Settings)) return ExitCode.Ok;
        using var run = await session.Rooms.OpenRunAsync(Start("plan", asOf, workers: 1, session, plan), cancel);
        foreach (var job in asking) session.Output.WriteLine($"  {job.Name}: {await ForecastAsync(job, run, cancel)}");
        return ExitCode.Ok;
    }

    private static async Task<string> ForecastAsync(PlannedJob job, RunContext run, CancellationToken cancel)
    {
        try
        {
            return await ((IForecast)job.Kind.Job).ForecastAsync(job.Options, run, cancel);
        }
        catch (DataUnfitException e)
        {
            return e.Message;
        }
    }

    protected static RunStart Start(string id, DateOnly? asOf, int workers, Session session, Plan plan) =>
        new(id, asOf, workers, session.Settings, session.Time)
        {
            NeedsBars = plan.Jobs.Any(j => j.Kind.Job is not IWithoutBars), Providers = plan.File.Providers, Checks = plan.File.Checks,
        };

    protected Plan Plan(Session session) =>
        new Planner(session.ReadJobs(Jobs)).Plan(new(Target) { Set = [.. Set], Only = Only, From = From });
}
