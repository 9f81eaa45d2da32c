using System.Globalization;
using CommandLine;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Reports;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Deletes old reports of runs, their rows in <c>job_run</c>, and the pages of old sessions, and nothing else.</summary>
[Verb("prune", HelpText = "Delete reports of old runs with their rows in job_run, and the pages of old sessions; what status needs stays.")]
public sealed class PruneCommand : ICommand
{
    private const int MostDays = 36_500;

    [Option("keep-runs", Default = "400d", MetaValue = "DAYS", HelpText = "Keep the runs of this time, at least 1d.")]
    public string KeepRuns { get; init; } = "";

    [Option("keep-pages", Default = "400d", MetaValue = "DAYS", HelpText = "Keep the pages in reports of this time before the newest session, at least 1d.")]
    public string KeepPages { get; init; } = "";

    [Option("wait", MetaValue = "DURATION", HelpText = "How long to wait while another run is in progress, like 30m (default: not at all).")]
    public string? WaitTime { get; init; }

    [Option("dry-run", HelpText = "Show what would be deleted and exit.")]
    public bool DryRun { get; init; }

    public async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var faults = new UsageFaults();
        var (keep, wait) = (faults.Read(() => Age("--keep-runs", KeepRuns)), faults.Read(() => OptionValues.Duration("--wait", WaitTime)));
        var pages = faults.Read(() => Age("--keep-pages", KeepPages));
        faults.ThrowIfAny();
        var now = context.Time.GetUtcNow();
        var (data, ledger, before) = (context.Settings.Data, new RunLedger(context.Settings.Data.Runs, context.Error), now - keep);
        if (!Directory.Exists(data.Runs)) return Write(context, before, new([], []), new(Rows: 0, Sessions: 0));
        using var runLock = DryRun ? null : await RunLock.TakeAsync(ledger, data, RunId.At(now), wait, ct);
        var runs = PrunableRuns.Of([.. ledger.Past()], ledger.OpenIds(), before);
        var rows = await RowsAsync(context, runs.Keep, before, new(RunId.At(now), runLock, wait), ct);
        var sessions = ReportFiles.Older(data.Reports, pages);
        if (!DryRun)
        {
            foreach (var id in runs.Delete) ledger.Delete(id);
            foreach (var folder in sessions) Directory.Delete(folder, recursive: true);
        }
        return Write(context, before, runs, new(rows, sessions.Count));
    }

    private static TimeSpan Age(string option, string text) =>
        text.EndsWith('d') && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MostDays
            ? TimeSpan.FromDays(days) : throw new UsageException($"{option} {text}: expected a number of days from 1d to {MostDays}d, like 400d");

    /// <summary>The rows first: reports that are left over after a failure are found again.</summary>
    private async Task<int> RowsAsync(CommandContext context, IReadOnlyList<string> keep, DateTimeOffset before, WriteAccess access, CancellationToken ct)
    {
        var start = new RunStart(access.RunId, null, 1, context.Settings, context.Time)
        {
            NeedsBars = false, AllowOlder = true, IsReadOnly = DryRun, Lock = access.Lock, Wait = access.Wait,
        };
        try
        {
            using var run = await context.RunServices.OpenRunAsync(start, ct);
            return await run.Tables.PruneJobsAsync(before, keep, DryRun, ct);
        }
        catch (DataUnfitException) when (DryRun)
        {
            return 0; // nothing has been published
        }
    }

    private int Write(CommandContext context, DateTimeOffset before, PrunableRuns runs, Others others)
    {
        var done = DryRun ? "would be deleted" : "deleted";
        context.Output.WriteLine(
            $"before {RunState.Time(before)}: {Plural.Of(runs.Delete.Count, "run report")} and {Plural.Of(others.Rows, "row")} of job_run {done}");
        if (others.Sessions > 0)
            context.Output.WriteLine($"{KeepPages} before the newest session: the pages of {Plural.Of(others.Sessions, "session")} {done}");
        if (runs.Keep.Count > 0)
            context.Output.WriteLine($"{Plural.Of(runs.Keep.Count, "older report")} kept: open, or the last success of a job, or failing since then");
        return ExitCode.Ok;
    }

    /// <summary>What is deleted beside the reports of runs: rows of <c>job_run</c>, and sessions with pages.</summary>
    private sealed record Others(int Rows, int Sessions);

    /// <summary>The right to write; the lock is null in a dry run.</summary>
    private sealed record WriteAccess(string RunId, RunLock? Lock, TimeSpan Wait);
}
