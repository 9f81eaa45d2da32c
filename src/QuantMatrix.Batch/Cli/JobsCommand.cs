using CommandLine;
using Microsoft.Data.Analysis;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Cli;

/// <summary>Lists jobs, chains and schedules with the time each is next due.</summary>
[Verb("jobs", HelpText = "List the jobs, chains and schedules of the job file.")]
public sealed record JobsCommand : TableCommand
{
    [Option("jobs", MetaValue = "FILE", HelpText = "Job file (default: jobs.yaml).")]
    public string? Jobs { get; init; }

    [Option("schema", HelpText = "Print the JSON schema of the job file instead.")]
    public bool Schema { get; init; }

    public override Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        if (Schema) context.Output.Write(JobFileSchema.Text(context.Kinds));
        else if (IsTable) Print(context, new ResultTable(Frame(context.ReadJobs(Jobs), context.Time.GetUtcNow())));
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

    private static DataFrame Frame(JobFile file, DateTimeOffset now)
    {
        List<Entry> entries =
        [
            .. file.Jobs.Values.Select(j => new Entry("job", j.Name) { Kind = j.Kind.Name, After = string.Join(", ", j.Needs) }),
            .. file.Chains.Values.Select(c => new Entry("chain", c.Name) { Jobs = string.Join(", ", c.Members) }),
            .. file.Schedules.Select(s => new Entry("schedule", s.Name) { Cron = s.When, Next = s.Next(now), Target = s.Target }),
        ];
        return new(Text("type", e => e.Type), Text("name", e => e.Name), Text("kind", e => e.Kind), Text("after", e => e.After), Text("jobs", e => e.Jobs),
            Text("cron", e => e.Cron), Text("next", e => e.Next is { } due ? $"{due.UtcDateTime:yyyy-MM-dd HH:mm}" : null), Text("target", e => e.Target));

        StringDataFrameColumn Text(string name, Func<Entry, string?> value) => new(name, entries.Select(e => value(e) is { Length: > 0 } text ? text : null));
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

    /// <summary>A row of the table of jobs, chains and schedules.</summary>
    private sealed record Entry(string Type, string Name)
    {
        public string? Kind { get; init; }

        public string? After { get; init; }

        public string? Jobs { get; init; }

        public string? Cron { get; init; }

        public DateTimeOffset? Next { get; init; }

        public string? Target { get; init; }
    }
}
