using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Shows in a few lines whether the published data are fresh, what fails since when, and what to do next. Changes nothing.</summary>
[Verb("status", HelpText = "Show whether data are fresh, what fails since when, and the next step; exits 0 fresh, 65 stale, 75 running, 1 failed.")]
public sealed record StatusCommand : TableCommand
{
    [Value(0, MetaName = "RUN", HelpText = "Show this run instead, like 20261123T170501Z-3f9a; exits 0 ok, 75 running, 1 failed.")]
    public string? Run { get; init; }

    [Option("jobs", MetaValue = "FILE", HelpText = "Job file (default: jobs.yaml).")]
    public string? Jobs { get; init; }

    public override async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var ledger = new RunLedger(context.Settings.Data.Runs, context.Error);
        var state = Run is null ? await NowAsync(context, context.ReadJobs(Jobs), ledger, ct) : Of(ledger.Find(Run), ledger);
        if (IsTable) Print(context, new ResultTable(state.Frame()));
        else
            foreach (var line in state.Lines()) context.Output.WriteLine(line);
        return state.Code;
    }

    private static RunState Of(PastRun run, RunLedger ledger)
    {
        var failing = FailureStreak.Of(ledger.Past().SkipWhile(r => r.Id != run.Id), [run.Target, .. run.Jobs.Select(j => j.Name)])
            .Where(f => f.Newest.Id == run.Id).ToList();
        var good = run.IsRunning || run.IsGood;
        return new($"{SnakeCase.Of($"{run.Status}").ToUpperInvariant()}{(run.Reason is { } reason ? $": {reason.Split('\n')[0]}" : "")}",
            run.IsRunning ? ExitCode.Temporary : good ? ExitCode.Ok : ExitCode.Failed)
        {
            Run = run, Failing = failing, LastGood = ledger.Past().FirstOrDefault(r => r.Target == run.Target && r.IsGood),
            Next = run.IsRunning ? $"./run.sh status {run.Id}" : run.Status == JobStatus.Ok ? "nothing to do" : NextStep.After(run),
        };
    }

    private static async Task<RunState> NowAsync(CommandContext context, JobFile file, RunLedger ledger, CancellationToken ct)
    {
        var now = context.Time.GetUtcNow();
        var past = ledger.Past().SkipWhile(run => run.Started > now); // written by a clock that was ahead
        var target = Night(file);
        var last = past.FirstOrDefault(run => run.Target == target);
        var failing = FailureStreak.Of(past, [.. Watched(file, target)]);
        var (published, session, deadline) = await new PublishedState(context, file).ReadAsync(last, ct);
        var running = past.Take(100).FirstOrDefault(run => run is { IsRunning: true, Target: not RecordedCommand.Backup });
        var (verdict, code) = Verdict(running, published, failing);
        return new(verdict, code)
        {
            Session = session, Run = running ?? last, Failing = failing, LastGood = past.FirstOrDefault(run => run.Target == target && run.IsGood),
            Next = running is not null ? $"./run.sh status {running.Id}" : failing.Count > 0 ? NextStep.After(failing.MaxBy(f => f.Newest.Id)!.Newest)
                : published.State != FreshnessState.Fresh ? NextStep.Run(target) : "nothing to do",
            Due = [.. deadline, .. file.Schedules.Select(s => (s.Name, Next: s.Next(now))).Where(s => s.Next is not null).OrderBy(s => s.Next)
                .Select(s => $"{RunState.Time(s.Next!.Value)}  {s.Name}")],
        };
    }

    private static (string Verdict, int Code) Verdict(PastRun? running, PublishedSession published, IReadOnlyList<FailureStreak> failing) =>
        running is not null ? ($"RUNNING: {running.Target} since {RunState.Time(running.Started)}", ExitCode.Temporary)
        : published.State == FreshnessState.Stale ? ($"STALE: {published.Text}", ExitCode.DataUnfit)
        : failing.Count > 0 ? ($"FAILED: {string.Join(", ", failing.Select(f => f.Name))}", ExitCode.Failed)
        : published.State == FreshnessState.Late ? ($"LATE: {published.Text}", ExitCode.Ok)
        : ($"FRESH: {published.Text}", ExitCode.Ok);

    /// <summary>The scheduled target that fetches bars.</summary>
    private static string Night(JobFile file) =>
        file.Schedules.Select(s => s.Target).FirstOrDefault(t => file.Members(t).Any(j => file.Jobs[j].Kind.Job is IFetchBars)) ?? PlanCommand.DefaultTarget;

    /// <summary>The scheduled targets with their jobs; without schedules, those of the night.</summary>
    private static IEnumerable<string> Watched(JobFile file, string night) =>
        file.Schedules.Select(s => s.Target).DefaultIfEmpty(night).SelectMany(t => file.Members(t).Prepend(t)).Distinct();
}
