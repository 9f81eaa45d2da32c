using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Cli;

/// <summary>Lists jobs, chains and schedules with the time each is next due.</summary>
[Verb("jobs", HelpText = "List the jobs, chains and schedules of the job file.")]
public sealed class JobsCommand : ICommand
{
    [Option("jobs", MetaValue = "FILE", HelpText = "Job file (default: jobs.yaml).")]
    public string? Jobs { get; init; }

    [Option("schema", HelpText = "Print the JSON schema of the job file instead.")]
    public bool Schema { get; init; }

    public Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        if (Schema) context.Output.Write(JobFileSchema.Text(context.Kinds));
        else List(context);
        return Task.FromResult(ExitCode.Ok);
    }

    private void List(CommandContext context)
    {
        var file = context.ReadJobs(Jobs);
        Section(context, "jobs", [["job", "after", "kind"], .. file.Jobs.Values.Select(Row)]);
        Section(context, "chains", [["chain", "jobs"], .. file.Chains.Values.Select(Row)]);
        var now = context.Time.GetUtcNow();
        Section(context, "schedules, UTC", [["schedule", "cron", "next", "target"], .. file.Schedules.Select(s => Row(s, now))]);
    }

    private static void Section(CommandContext context, string title, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        context.Output.WriteLine(title);
        TextTable.WriteAligned(context.Output, rows, indent: "  ");
    }

    private static string[] Row(JobDefinition job) => [job.Name, job.Needs.Count == 0 ? "-" : string.Join(", ", job.Needs), job.Kind.Name];

    private static string[] Row(Chain chain) => [chain.Name, string.Join(", ", chain.Members)];

    private static string[] Row(Schedule schedule, DateTimeOffset now)
    {
        var next = schedule.Next(now) is { } due ? $"{due.UtcDateTime:yyyy-MM-dd HH:mm}" : "never";
        return [schedule.Name, schedule.TimeZone == TimeZones.Utc ? schedule.Cron : schedule.When, next, schedule.Target];
    }
}
