using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Graph;

/// <summary>What jobs that need a failed job do.</summary>
public enum OnFailure
{
    /// <summary>They are skipped.</summary>
    Stop,

    /// <summary>They run; the run still ends as failed.</summary>
    Continue,
}

/// <summary>How the runner treats one job: the keys of a job in jobs.yaml beside <c>run</c>, <c>needs</c> and <c>options</c>.</summary>
public sealed record JobPolicy : ICheckedOptions
{
    public static readonly JobPolicy Default = new();

    public static OptionSchema Schema { get; } = new(typeof(JobPolicy)) { Noun = "key" };

    [Description("Repeats the job after a temporary failure (exit code 75), such as a server that is down.")]
    public RetryPolicy Retries { get; init; } = new();

    [Description("The longest time of one attempt. The job is then canceled and ends as temporary (exit code 75); other jobs go on.")]
    public TimeSpan? Timeout { get; init; }

    [Description("What jobs that need this one do when it fails: stop skips them, continue runs them. The run ends as failed in both cases.")]
    public OnFailure OnFailure { get; init; }

    [Description("Counters of the job with limits beyond which an ok job is partial. A counter named here makes the job partial only beyond its limit.")]
    public IReadOnlyDictionary<string, CounterLimit> PartialIf { get; init; } = new Dictionary<string, CounterLimit>();

    [Description("Counters of the job with limits beyond which it fails (exit code 65).")]
    public IReadOnlyDictionary<string, CounterLimit> FailIf { get; init; } = new Dictionary<string, CounterLimit>();

    IEnumerable<OptionFault> ICheckedOptions.Faults => Timeout == TimeSpan.Zero ? [new("found '0s'; expected at least 1s")] : [];
}

/// <summary>How often and when a job is repeated.</summary>
public sealed record RetryPolicy
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromDays(1);

    [Description("Attempts after the first one.")]
    [Range(0, 20)]
    public int Times { get; init; }

    [Description("The time before the second attempt.")]
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(30);

    [Description("By how much each further delay is longer than the one before, up to a day.")]
    [Range(1.0, 10.0)]
    public double Backoff { get; init; } = 2;

    /// <summary>The time between an attempt, counted from 1, and the next one.</summary>
    public TimeSpan DelayAfter(int attempt) =>
        TimeSpan.FromSeconds(Math.Min(Delay.TotalSeconds * Math.Pow(Backoff, attempt - 1), MaxDelay.TotalSeconds));
}
