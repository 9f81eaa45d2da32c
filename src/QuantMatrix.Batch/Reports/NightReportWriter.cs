using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;
using QuantMatrix.Report.Night;

namespace QuantMatrix.Batch.Reports;

/// <summary>Reads what the night's page shows and writes the page.</summary>
internal static class NightReportWriter
{
    /// <param name="run">The run that reads.</param>
    /// <param name="requested">Null for the newest session with features.</param>
    /// <param name="ct">Cancels reading and writing.</param>
    /// <returns>What the page shows, the page's path and its size in characters.</returns>
    /// <exception cref="DataUnfitException">No features of the session are stored.</exception>
    public static async Task<(NightReport Report, string Path, int Size)> WriteAsync(RunContext run, DateOnly? requested, CancellationToken ct)
    {
        var ledger = new RunLedger(run.Settings.Data.Runs, TextWriter.Null);
        var report = await new NightReportReader(run, ledger).ReadAsync(requested, ct);
        var files = new ReportFiles(run.Settings.Data.Reports, report.Date);
        var page = NightPage.Render(report with { Pages = files.Symbols });
        var path = await files.WriteAsync(ReportFiles.Index, page, ct);
        files.PointLatest();
        return (report, path, page.Length);
    }
}
