using CommandLine;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Batch.Schedules;

namespace QuantMatrix.Batch.Cli;

/// <summary>Fetches every session of a range that the lake lacks of tracked symbols; run again, it continues where the budget ended.</summary>
[Verb("backfill", HelpText = "Fetch the sessions of a range that are not stored, of every tracked symbol.")]
public sealed class BackfillCommand : ICommand
{
    [Option("from", MetaValue = "DATE", Required = true, HelpText = "First session, like 2018-02-07.")]
    public string From { get; init; } = "";

    [Option("to", MetaValue = "DATE", Required = true, HelpText = "Last session.")]
    public string To { get; init; } = "";

    [Option("max-calls", MetaValue = "N", HelpText = "Provider calls at most; run it again to continue.")]
    public string? MaxCalls { get; init; }

    [Option("wait", MetaValue = "DURATION", HelpText = "How long to wait while another run is in progress, like 30m (default: not at all).")]
    public string? WaitTime { get; init; }

    [Option("dry-run", HelpText = "Show the expected provider calls and exit.")]
    public bool DryRun { get; init; }

    [Option("jobs", MetaValue = "FILE", HelpText = "Job file (default: jobs.yaml).")]
    public string? Jobs { get; init; }

    public Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        Check();
        string[] again =
        [
            "backfill", "--from", From, "--to", To, .. NextStep.Option("--max-calls", MaxCalls), .. NextStep.Option("--jobs", Jobs),
            "--wait", ScheduleSettings.Wait,
        ];
        string[] set = [$"{BackfillRangeJob.Kind}.from={From}", .. MaxCalls is null ? [] : new[] { $"{BackfillRangeJob.Kind}.max_calls={MaxCalls}" }];
        return new RunCommand
        {
            Target = BackfillRangeJob.Kind, IsBuiltIn = true, Set = set, AsOf = To, AllowOlder = true, WaitTime = WaitTime, DryRun = DryRun, Jobs = Jobs,
            Command = NextStep.Command(again),
        }.RunAsync(context, ct);
    }

    private void Check()
    {
        var faults = new UsageFaults();
        var (from, to) = (faults.Read(() => OptionValues.Date("--from", From)), faults.Read(() => OptionValues.Date("--to", To)));
        if (from > to) faults.Add($"--from {From} is after --to {To}; expected the earlier date first");
        faults.ThrowIfAny();
    }
}
