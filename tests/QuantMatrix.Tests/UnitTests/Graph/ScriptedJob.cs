using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>A job that ends as its options say.</summary>
public sealed class ScriptedJob : Job<ScriptedOptions>
{
    public override async Task<JobResult> RunAsync(ScriptedOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        progress.Report(1, 2, "half");
        if (options.Meet > 0) await Meeting.ArriveAsync(options.Meet).WaitAsync(Wait.Limit, ct);
        return options.End switch
        {
            "ok" => JobResult.Ok("done") with { Counters = new Dictionary<string, long> { ["rows"] = 7 } },
            "partial" => JobResult.Partial("most done", "one is missing"),
            "samples" => JobResult.Ok("done") with { Samples = [.. Enumerable.Range(0, 1_000).Select(i => $"row {i}")] },
            "failed" => new(JobStatus.Failed, "nothing done"),
            "unfit" => throw new DataUnfitException("bars.csv:3: high is below low\nbars.csv:9: volume is negative"),
            "temporary" => throw new TemporaryException("the server is down"),
            "configuration" => throw new ConfigurationException("no key"),
            "forever" => await ForeverAsync(ct),
            _ => throw new InvalidOperationException($"a bug with key {options.End}"),
        };
    }

    private static async Task<JobResult> ForeverAsync(CancellationToken ct)
    {
        Meeting.ForeverStarted.TrySetResult();
        await Task.Delay(Timeout.Infinite, ct);
        return JobResult.Ok("never");
    }
}

/// <summary>How a <see cref="ScriptedJob"/> ends, and how many jobs must be running before it does.</summary>
public sealed record ScriptedOptions
{
    public string End { get; init; } = "ok";

    public int Meet { get; init; }
}
