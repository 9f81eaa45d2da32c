using System.Diagnostics;
using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Observe;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Runs a job or a chain and writes a report. Only one run at a time is allowed in a data root.</summary>
[Verb("run", HelpText = "Run a job or a chain of jobs.")]
public sealed record RunCommand : PlanCommand
{
    [Option("workers", MetaValue = "N", HelpText = "Number of parallel jobs (default: number of cores).")]
    public string? Workers { get; init; }

    [Option("wait", MetaValue = "DURATION", HelpText = "How long to wait while another run is in progress, like 30m (default: not at all).")]
    public string? WaitTime { get; init; }

    [Option("quiet", HelpText = "Print nothing when the run is ok.")]
    public bool Quiet { get; init; }

    [Option("log", MetaValue = "FORMAT", Default = "text", HelpText = "text, or json: a log event per line.")]
    public string Log { get; init; } = "text";

    [Option("allow-older", HelpText = "Run although a newer session is published, which stays published.")]
    public bool AllowOlder { get; init; }

    [Option("republish", HelpText = "Replace the published session by an older one.")]
    public bool Republish { get; init; }

    [Option("exit-on-partial", HelpText = "Exit with 65 instead of 0 when the run is partial.")]
    public bool ExitOnPartial { get; init; }

    [Option("catch-up", MetaValue = "SCHEDULE", HelpText = "Run the target of this schedule, and with its 'catch_up: all' every missed session before.")]
    public string? CatchUp { get; init; }

    [Option("dry-run", HelpText = "Show the plan and exit.")]
    public bool DryRun { get; init; }

    /// <summary>What repeats this run when that is not the run of its target.</summary>
    internal string? Command { get; init; }

    /// <summary>Chooses the session once no other run is in progress; null for the newest. Receives the plan and where to print.</summary>
    internal Func<RunPlan, TextWriter, CancellationToken, Task<DateOnly?>>? FindSessionAsync { get; init; }

    /// <summary>Why this run is refused; null when it is not.</summary>
    internal TemporaryException? Refusal { get; init; }

    /// <summary>Receives the final report.</summary>
    internal Action<RunReport>? Ended { get; init; }

    public override async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        if (CatchUp is not null) return await new CatchUpRuns(this, context).RunAsync(ct);
        var faults = new UsageFaults();
        var (asOf, workers) = (faults.Read(() => Session), faults.Read(() => OptionValues.Workers(Workers)));
        var isJson = faults.Read(() => OptionValues.Word("--log", Log, "text", "json")) == "json";
        var wait = faults.Read(() => OptionValues.Duration("--wait", WaitTime));
        Exception? invalid = context.Settings.Fault is { } fault ? new ConfigurationException(fault) : Refusal;
        var plan = invalid is null ? faults.Read(() => TryPlan(context, out invalid)) : null;
        faults.ThrowIfAny();
        if (DryRun) return await ShowAsync(context, plan ?? throw invalid!, (asOf, AllowOlder || Republish), ct);
        using var console = new RunConsole(context, Quiet, isJson);
        try
        {
            return await RunAsync(console, new(asOf, workers, wait, plan, invalid), ct);
        }
        catch (Exception e) when (isJson || e is not OperationCanceledException) // recorded and notified: a fault of usage, too
        {
            if (!isJson) return Application.Report(e, context.Error);
            console.LogFailure(e);
            return e is OperationCanceledException ? ExitCode.Temporary : ExitCode.Of(e);
        }
    }

    /// <summary>A run with an invalid job file, or with invalid settings, is refused, but recorded.</summary>
    private RunPlan? TryPlan(CommandContext context, out Exception? fault)
    {
        fault = null;
        try
        {
            return Plan(context);
        }
        catch (ConfigurationException e)
        {
            fault = e;
            return null;
        }
    }

    private async Task<int> RunAsync(RunConsole console, Request request, CancellationToken ct)
    {
        var context = console.Context;
        var (data, now, waited) = (context.Settings.Data, context.Time.GetUtcNow(), Stopwatch.StartNew());
        var ledger = new RunLedger(data.Runs, context.Error);
        var begun = new RunReport(RunId.At(now), Target, request.AsOf, now)
        {
            Status = JobStatus.Waiting, JobsHash = context.JobsHash(Jobs), RetryOf = Retry?.Of, ExitOnPartial = ExitOnPartial, Command = Command,
        };
        using var observers = RunObservers.Of(context.Settings, request.Plan?.File.Notify ?? new(), console.Log, context.Error);
        console.Begin(begun);
        observers.Begin(begun);
        var report = await new RunRecord(ledger, begun, EndAsync, context.Settings, context.Time).RunAsync(async begun =>
        {
            var jobs = request.Plan ?? throw request.Invalid!;
            data.Create();
            using var runLock = await RunLock.TakeAsync(ledger, data, begun.RunId, request.Wait, ct);
            Failpoint.LockTaken.Reach();
            LeftOvers.Delete(data, now, context.Error);
            foreach (var warning in ProcessLimits.Current.Warnings()) context.Output.WriteLine(warning);
            foreach (var killed in ledger.MarkKilled(now)) context.Output.WriteLine($"run {killed} was killed before it finished");
            var asOf = FindSessionAsync is null ? request.AsOf : await FindSessionAsync(jobs, context.Output, ct);
            var running = begun with { Status = JobStatus.Running, AsOf = asOf };
            await ledger.RunStartedAsync(running);
            var start = Start(begun.RunId, asOf, request.Workers, context, jobs) with
            {
                Lock = runLock,
                Wait = request.Wait - waited.Elapsed,
                AllowOlder = AllowOlder,
                Republish = Republish,
                Resilience = observers.Resilience,
            };
            using var run = await context.RunServices.OpenRunAsync(start, ct);
            IRunDisplay display = context.Terminal ? new LiveDisplay() : new PlainDisplay(context.Output, context.Time);
            return await display.ShowAsync(jobs, sink => new Runner(run, [ledger, sink, .. console.Sinks, .. observers.Sinks]).RunAsync(jobs, running, ct));
        });
        return report.ExitCode!.Value;

        async Task EndAsync(RunReport ended)
        {
            var summary = RunSummary.Text(ended, CommandContext.Local(ledger.PathOf(ended.RunId)));
            var earlier = EarlierRun.Of(ledger.Past(), ended);
            var verdict = Verdict.Of(ended, earlier);
            var outcome = new RunOutcome(ended, verdict, summary) { Details = NightMail.Lines(ended, verdict, earlier) };
            console.End(outcome);
            await observers.ConcludeAsync(outcome);
            Ended?.Invoke(ended);
        }
    }

    /// <summary>What the options ask for.</summary>
    /// <param name="Plan">Null when the run is refused.</param>
    private sealed record Request(DateOnly? AsOf, int Workers, TimeSpan Wait, RunPlan? Plan, Exception? Invalid);
}
