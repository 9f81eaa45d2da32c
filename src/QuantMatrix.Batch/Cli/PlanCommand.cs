using CommandLine;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Shows what would run, in order, and what it would ask for; asks nobody.</summary>
[Verb("plan", HelpText = "Show what TARGET would run, in order, with its options, and the calls it would cost.")]
public class PlanCommand : ICommand
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

    public virtual Task<int> RunAsync(CommandContext context, CancellationToken ct) => ShowAsync(context, Plan(context), null, ct);

    /// <summary>The jobs in their order; of those that ask providers also what they would ask for, as things stand now.</summary>
    protected static async Task<int> ShowAsync(CommandContext context, RunPlan plan, DateOnly? asOf, CancellationToken ct)
    {
        PlanText.Write(context.Output, plan);
        var asking = plan.Jobs.Where(j => j.Kind.Job is IForecast).ToList();
        if (asking.Count == 0 || !LiveSources.AreWanted(context.Settings)) return ExitCode.Ok;
        using var run = await context.RunServices.OpenRunAsync(Start("plan", asOf, workers: 1, context, plan), ct);
        foreach (var job in asking) context.Output.WriteLine($"  {job.Name}: {await ForecastAsync(job, run, ct)}");
        return ExitCode.Ok;
    }

    private static async Task<string> ForecastAsync(PlannedJob job, RunContext run, CancellationToken ct)
    {
        try
        {
            return await ((IForecast)job.Kind.Job).ForecastAsync(job.Options, run, ct);
        }
        catch (DataUnfitException e)
        {
            return e.Message;
        }
    }

    protected static RunStart Start(string id, DateOnly? asOf, int workers, CommandContext context, RunPlan plan) =>
        new(id, asOf, workers, context.Settings, context.Time)
        {
            NeedsBars = plan.Jobs.Any(j => j.Kind.Job is not IWithoutBars), Market = plan.File.Market, Providers = plan.File.Providers, Checks = plan.File.Checks,
        };

    protected RunPlan Plan(CommandContext context) =>
        new Planner(context.ReadJobs(Jobs)).Plan(new(Target) { Set = [.. Set], Only = Only, From = From });
}
