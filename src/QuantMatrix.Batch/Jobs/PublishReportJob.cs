using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Reports;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Writes the night's page. Its failure leaves published data as they are, so the run is partial.</summary>
public sealed class PublishReportJob : Job<NoOptions>, IWithoutBars, IRepeatable
{
    public IReadOnlyList<string> Reads => JobData.All;

    public IReadOnlyList<string> Writes => [];

    protected override IEnumerable<JobCounter> Counted(NoOptions options) => [new("symbols"), new("characters")];

    public override async Task<JobResult> RunAsync(NoOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        try
        {
            return await WriteAsync(run, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var isExpected = ExitCode.Of(e) != ExitCode.Failed || e is IOException or UnauthorizedAccessException;
            return JobResult.Partial("no page was written", isExpected ? e.Message.Split('\n')[0] : $"{e}");
        }
    }

    private static async Task<JobResult> WriteAsync(RunContext run, CancellationToken ct)
    {
        var page = await NightReportWriter.WriteNewestAsync(run, ct);
        return (JobResult.Ok($"{Plural.Of(page.Symbols, "symbol")}: {Path.GetRelativePath(run.Settings.Data.Path, page.Path)}") with
        {
            Counters = new Dictionary<string, long> { ["symbols"] = page.Symbols, ["characters"] = page.Size },
        }).Same();
    }
}
