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
        if (options.Failures > 0 && Meeting.Attempt(options.Key) <= options.Failures) throw new TemporaryException("the server is down");
        var counters = new Dictionary<string, long> { ["rows"] = options.Rows, ["rows_all"] = 100, ["calls"] = 3 };
        return options.End switch
        {
            "ok" => JobResult.Ok("done") with { Counters = counters },
            "partial" => JobResult.Partial("most done", "one is missing") with { Counters = counters, PartialBy = options.PartialBy },
            "samples" => JobResult.Ok("done") with { Samples = [.. Enumerable.Range(0, 1_000).Select(i => $"row {i}")] },
            "failed" => new(JobStatus.Failed, "nothing done"),
            "unfit" => throw new DataUnfitException("bars.csv:3: high is below low\nbars.csv:9: volume is negative"),
            "temporary" => throw new TemporaryException("the server is down"),
            "configuration" => throw new ConfigurationException("no key"),
            "forever" => await ForeverAsync(ct),
            _ => throw new InvalidOperationException($"a bug with key {options.End}"),
        };
    }

    protected override IEnumerable<JobCounter> Counted(ScriptedOptions options) => [new("rows", "rows_all"), new("rows_all"), new("calls")];

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

    /// <summary>The first attempts under the same key that fail for now.</summary>
    public int Failures { get; init; }
    public string Key { get; init; } = "";

    public int Rows { get; init; } = 7;
    public IReadOnlyList<string> PartialBy { get; init; } = [];
}
