using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Cli;

/// <summary>The jobs of a plan as rows of text: what each waits for, how long it took, its options.</summary>
/// <param name="durations">By job; when no job has run yet, the columns are left out.</param>
internal sealed class PlanTable(RunPlan plan, IReadOnlyDictionary<string, JobDurations> durations)
{
    public IReadOnlyList<string[]> Rows() =>
        [["", "job", "after", .. Times("last", $"median of {JobDurations.MaxRuns}"), "options"], .. plan.Jobs.Select(Row)];

    private string[] Row(PlannedJob job, int index)
    {
        var known = durations.GetValueOrDefault(job.Name);
        return
        [
            $"{index + 1}", job.Name, job.Waits.Count == 0 ? "-" : string.Join(", ", job.Waits), .. Times(Text(known?.Last), Text(known?.Median)),
            string.Join(' ', job.OptionTexts.Select(o => $"{o.Key}={o.Value}").Concat(Policy(job.Policy))),
        ];
    }

    /// <summary>What the job file sets beside the options: retries, timeout and limits.</summary>
    private static IEnumerable<string> Policy(JobPolicy policy) =>
    [
        .. policy.Retries.Times > 0 ? [$"retries={policy.Retries.Times}"] : Array.Empty<string>(),
        .. policy.Timeout is { } timeout ? [$"timeout={timeout:c}"] : Array.Empty<string>(),
        .. policy.PartialIf.Select(limit => $"partial_if.{limit.Key}=\"{limit.Value}\""),
        .. policy.FailIf.Select(limit => $"fail_if.{limit.Key}=\"{limit.Value}\""),
    ];

    private string[] Times(string last, string median) => durations.Count == 0 ? [] : [last, median];

    private static string Text(double? seconds) => seconds is { } known ? JobDurations.Text(known) : "-";
}
