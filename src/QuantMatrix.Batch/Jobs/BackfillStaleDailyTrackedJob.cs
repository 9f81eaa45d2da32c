using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Options;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Fetches the daily bars of tracked symbols that are behind the last settled session.</summary>
public sealed class BackfillStaleDailyTrackedJob : Job<NoOptions>
{
    public override Task<JobResult> RunAsync(NoOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel) =>
        throw new NotSupportedException("this kind has no body yet");
}
