using System.Globalization;
using CommandLine;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Batch.Schedules;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Repeats what failed or is missing in a past run, after showing what it will cost.</summary>
[Verb("retry", HelpText = "Repeat what failed or is missing in RUN, and what depends on it; the provider calls are shown first.")]
public sealed class RetryCommand : ICommand
{
    [Value(0, MetaName = "RUN", Required = true, HelpText = "Id of the run, like 20261123T170501Z-3f9a.")]
    public string Run { get; init; } = "";

    [Option("wait", MetaValue = "DURATION", HelpText = "How long to wait while another run is in progress, like 30m (default: not at all).")]
    public string? WaitTime { get; init; }

    [Option("dry-run", HelpText = "Show what would be repeated, with the expected provider calls, and exit.")]
    public bool DryRun { get; init; }

    [Option("jobs", MetaValue = "FILE", HelpText = "Job file (default: jobs.yaml).")]
    public string? Jobs { get; init; }

    public async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var ledger = new RunLedger(context.Settings.Data.Runs, context.Error);
        var past = ledger.Find(Run);
        if (past.IsRunning) throw new TemporaryException($"run {Run} has not finished; see ./run.sh status {Run}");
        if (RecordedCommand.IsOne(past)) throw new UsageException($"run {Run} was a command, not a run of jobs; expected: {NextStep.Again(past)}");
        var retry = Retry.After(past, await UnitsAsync(context, ct));
        if (retry.IsEmpty)
        {
            context.Output.WriteLine($"nothing to retry: {Run} has no failed job and no open unit. To run all of it again: {NextStep.Again(past)}");
            return ExitCode.Ok;
        }
        foreach (var (job, symbols) in retry.Only)
            context.Output.WriteLine($"{job}: {NamedSymbols.Of([.. symbols.Order(StringComparer.Ordinal)])} open");
        var command = new RunCommand
        {
            Target = past.Target, IsBuiltIn = past.Target == BackfillRangeJob.Kind, Retry = retry, Set = Options(past, context), Jobs = Jobs,
            AsOf = AsOf(past, ledger), WaitTime = WaitTime, DryRun = true,
            Command = NextStep.Command("retry", past.Id, "--wait", ScheduleSettings.Wait),
        };
        var priced = await command.RunAsync(context, ct);
        return DryRun || priced != ExitCode.Ok ? priced : await (command with { DryRun = false }).RunAsync(context, ct);
    }

    private async Task<IReadOnlyList<OpenUnit>> UnitsAsync(CommandContext context, CancellationToken ct)
    {
        using var lake = context.RunServices.OpenLake(context.Settings, isReadOnly: DryRun);
        return await lake.RowsAsync(lake.Current(), OpenUnit.Table, ct);
    }

    /// <summary>The options of the past run that differ from the job file's.</summary>
    private string[] Options(PastRun past, CommandContext context)
    {
        var file = context.ReadJobs(Jobs);
        return
        [
            .. from job in past.Jobs
               let known = file.Jobs.GetValueOrDefault(job.Name)
               let kind = known?.Kind ?? (job.Name == BackfillRangeJob.Kind ? context.Kinds.Find(job.Name) : null)
               where kind is not null
               let now = kind.Options.Texts(kind.Options.Bind(known?.Options ?? new Dictionary<string, Config.Yaml.YamlNode>()))
               from option in job.Options
               where now.TryGetValue(option.Key, out var text) && text != option.Value && option.Key != "benchmark"
               select $"{job.Name}.{option.Key}={option.Value}",
        ];
    }

    /// <summary>The session of the past run, or the newest one that a later run has published: a retry publishes nothing older.</summary>
    private static string? AsOf(PastRun past, RunLedger ledger)
    {
        var newest = ledger.Past().TakeWhile(r => r.Id != past.Id).Where(r => r.IsGood && r.Target == past.Target).Append(past).Max(r => r.AsOf);
        return newest?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
