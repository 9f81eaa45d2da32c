using System.Globalization;
using CommandLine;
using Microsoft.Data.Analysis;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Cli;

/// <summary>Lists past runs, newest first: in a pipe one plain line each, so that the first word of the first line is the newest run.</summary>
[Verb("runs", HelpText = "List past runs, newest first: id, target, session, status, exit code, seconds and reason.")]
public sealed record RunsCommand : TableCommand
{
    [Option("since", MetaValue = "DATE", HelpText = "Only runs started on this day, UTC, or later.")]
    public string? Since { get; init; }

    public override Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var since = OptionValues.Date("--since", Since) ?? DateOnly.MinValue;
        var past = new RunLedger(context.Settings.Data.Runs, context.Error).Past()
            .TakeWhile(run => DateOnly.FromDateTime(run.Started.UtcDateTime) >= since).ToList();
        if (!IsTable && context.Width is null) TextTable.WriteAligned(context.Output, [.. past.Select(Row)]);
        else Print(context, new ResultTable(Frame(past)));
        if (past.Count == 0)
            context.Error.WriteLine($"{CommandContext.Local(context.Settings.Data.Runs)}: no runs{(Since is null ? " yet" : $" since {Since}")}");
        return Task.FromResult(ExitCode.Ok);
    }

    private static string[] Row(PastRun run) =>
    [
        run.Id, run.Target, run.AsOf is { } asOf ? $"{asOf:yyyy-MM-dd}" : "-", SnakeCase.Of($"{run.Status}"), run.ExitCode is { } code ? $"{code}" : "-",
        string.Create(CultureInfo.InvariantCulture, $"{run.Seconds:0.0}"), Reason(run),
    ];

    private static DataFrame Frame(IReadOnlyList<PastRun> runs) => new(
        Text("run", runs, r => r.Id), Text("target", runs, r => r.Target), Text("session", runs, r => r.AsOf is { } asOf ? $"{asOf:yyyy-MM-dd}" : null),
        Text("status", runs, r => SnakeCase.Of($"{r.Status}")), new Int64DataFrameColumn("exit", runs.Select(r => (long?)r.ExitCode)),
        new DoubleDataFrameColumn("seconds", runs.Select(r => (double?)Math.Round(r.Seconds, 1))), Text("reason", runs, Reason));

    private static StringDataFrameColumn Text(string name, IEnumerable<PastRun> runs, Func<PastRun, string?> value) => new(name, runs.Select(value));

    /// <summary>Why the run ended early, or its first failed job, or its partial ones.</summary>
    private static string Reason(PastRun run)
    {
        var partial = run.Jobs.Where(j => j.Status == JobStatus.Partial).Select(j => j.Name).ToList();
        var reason = run.Reason is { } early ? early
            : run.Jobs.FirstOrDefault(j => j.IsFailure) is { } failed ? $"{failed.Name}: {failed.Summary}"
            : partial.Count > 0 ? $"partial: {string.Join(", ", partial)}" : "";
        return Printable.Of($"{(run.RetryOf is { } first ? $"retry of {first}; " : "")}{reason}".Split('\n')[0].TrimEnd(' ', ';'));
    }
}
