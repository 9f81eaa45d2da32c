using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Options;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Compares the sessions that should be stored with those that are.</summary>
public sealed class MonitorCoverageHealthJob : Job<NoOptions>
{
    public override Task<JobResult> RunAsync(NoOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel) =>
        throw new NotSupportedException("this kind has no body yet");
}
