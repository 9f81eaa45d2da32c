using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config.Yaml;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Shows the jobs of a target in order, how long they took, the provider calls and the rows to expect. Makes no call itself.</summary>
[Verb("plan", HelpText = "Show the jobs that TARGET would run, in order, with their options, last durations, expected provider calls and rows.")]
public record PlanCommand : ICommand
{
    /// <summary>The nightly chain.</summary>
    internal const string DefaultTarget = "bootstrap_daily_coverage_tracked";

    [Value(0, MetaName = "TARGET", Default = DefaultTarget, HelpText = "Job or chain to run.")]
    public string Target { get; init; } = "";

    [Option("set", MetaValue = "JOB.OPTION=VALUE", HelpText = "Override an option for this run; repeatable.")]
    public IEnumerable<string> Set { get; init; } = [];

    [Option("only", MetaValue = "JOB", HelpText = "Run only this job of TARGET.")]
    public string? Only { get; init; }

    [Option("from", MetaValue = "JOB", HelpText = "Run only this job of TARGET and those that depend on it.")]
    public string? From { get; init; }

    [Option("as-of", MetaValue = "DATE", HelpText = "Session to run for, like 2018-02-07 (default: the newest).")]
    public string? AsOf { get; init; }

    [Option("jobs", MetaValue = "FILE", HelpText = "Job file (default: jobs.yaml).")]
    public string? Jobs { get; init; }

    /// <summary>The target is the kind of the same name, whether or not the job file has it.</summary>
    internal bool IsBuiltIn { get; init; }

    internal Retry? Retry { get; init; }

    public virtual Task<int> RunAsync(CommandContext context, CancellationToken ct) => ShowAsync(context, Plan(context), (Session, false), ct);

    /// <summary>Prints the jobs in order, the calls that each would make in a live run, and the rows that the lake lets expect.</summary>
    protected async Task<int> ShowAsync(CommandContext context, RunPlan plan, (DateOnly? AsOf, bool AllowOlder) session, CancellationToken ct)
    {
        context.Output.WriteLine($"{plan.Target}: {Plural.Of(plan.Jobs.Count, "job")}");
        var past = new RunLedger(context.Settings.Data.Runs, context.Error).Past();
        TextTable.WriteAligned(context.Output, new PlanTable(plan, JobDurations.Of(past, [.. plan.Jobs.Select(j => j.Name)])).Rows(), indent: "  ");
        var start = Start("plan", session.AsOf, workers: 1, context, plan) with { IsReadOnly = true, AllowOlder = session.AllowOlder };
        if (session.AsOf is { } asOf) await WarnAsync(context, start, asOf, ct);
        var (isLive, isFilled) = (LiveSources.AreWanted(context.Settings), Path.Exists(Path.Combine(context.Settings.Data.Lake, "manifest.json")));
        var jobs = plan.Jobs.Where(j => (j.Kind.Job is IForecast && (isLive || j.Kind.Job is IWithoutBars))
            || (isFilled && j.Kind.Job is IRowForecast)).ToList();
        if (jobs.Count == 0) return ExitCode.Ok;
        using var run = await context.RunServices.OpenRunAsync(start with { NeedsBars = isLive && start.NeedsBars }, ct);
        foreach (var job in jobs) context.Output.WriteLine($"  {job.Name}: {(await ForecastAsync(job, run, ct)).Text}");
        return ExitCode.Ok;
    }

    /// <exception cref="UsageException">The text is not a date.</exception>
    protected DateOnly? Session => OptionValues.Date("--as-of", AsOf);

    /// <summary>Says that the run would be refused because a newer session is published.</summary>
    private static async Task WarnAsync(CommandContext context, RunStart start, DateOnly asOf, CancellationToken ct)
    {
        if (start.AllowOlder || OlderSession.Fault(asOf, await context.RunServices.PublishedThroughAsync(start, ct)) is not { } fault) return;
        context.Output.WriteLine($"  the run would be refused: {fault}");
    }

    internal RunStart Start(string id, DateOnly? asOf, int workers, CommandContext context, RunPlan plan) =>
        new(id, asOf, workers, context.Settings, context.Time)
        {
            Only = Retry?.Only ?? new Dictionary<string, IReadOnlySet<string>>(),
            NeedsBars = plan.Jobs.Any(j => j.Kind.Job is not IWithoutBars),
            FetchesBars = plan.Jobs.Any(j => j.Kind.Job is IFetchBars),
            Output = context.Output, File = plan.File,
        };

    internal RunPlan Plan(CommandContext context) =>
        new Planner(File(context)).Plan(new(Target) { Set = [.. Set], Only = Only, From = From, Again = Retry?.Jobs });

    private JobFile File(CommandContext context)
    {
        var file = context.ReadJobs(Jobs);
        if (!IsBuiltIn || file.Jobs.ContainsKey(Target)) return file;
        var job = new JobDefinition(Target, context.Kinds.Find(Target)!, [], new Dictionary<string, YamlNode>());
        return file with { Jobs = file.Jobs.Append(new(Target, job)).ToDictionary() };
    }

    internal static async Task<JobForecast> ForecastAsync(PlannedJob job, RunContext run, CancellationToken ct)
    {
        run.Job = job.Name;
        try
        {
            return job.Kind.Job is IForecast calls ? await calls.ForecastAsync(job.Options, run, ct)
                : new(await ((IRowForecast)job.Kind.Job).RowsAsync(job.Options, run, ct));
        }
        catch (Exception e) when (e is DataUnfitException or TemporaryException)
        {
            return new(e.Message);
        }
    }
}
