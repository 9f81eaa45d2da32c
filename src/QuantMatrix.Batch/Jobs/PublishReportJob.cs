using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Reports;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;
using QuantMatrix.Report.Night;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Writes the night's page. Its failure leaves published data as they are, so the run is partial.</summary>
public sealed class PublishReportJob : Job<NoOptions>, IWithoutBars
{
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
        var ledger = new RunLedger(run.Settings.Data.Runs, TextWriter.Null);
        var report = await new NightReportReader(run, ledger).ReadAsync(requested: null, ct);
        var files = new ReportFiles(run.Settings.Data.Reports, report.Date);
        var page = NightPage.Render(report with { Pages = files.Symbols });
        var path = await files.WriteAsync(ReportFiles.Index, page, ct);
        files.PointLatest();
        return JobResult.Ok($"{Plural.Of(report.Symbols.Count, "symbol")}: {Path.GetRelativePath(run.Settings.Data.Path, path)}") with
        {
            Counters = new Dictionary<string, long> { ["symbols"] = report.Symbols.Count, ["characters"] = page.Length },
        };
    }
}
