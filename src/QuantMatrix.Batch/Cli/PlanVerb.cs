using CommandLine;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Cli;

/// <summary>Shows what would run, in order, and does nothing.</summary>
[Verb("plan", HelpText = "Show what TARGET would run, in order, with its options.")]
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

    public virtual Task<int> RunAsync(Session session, CancellationToken cancel)
    {
        PlanText.Write(session.Output, Plan(session));
        return Task.FromResult(ExitCode.Ok);
    }

    protected Plan Plan(Session session) =>
        new Planner(session.ReadJobs(Jobs)).Plan(new(Target) { Set = [.. Set], Only = Only, From = From });
}
