using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;
using QuantMatrix.Report.Night;

namespace QuantMatrix.Batch.Reports;

/// <summary>Reads what the night's page shows and writes the page.</summary>
internal static class NightReportWriter
{
    /// <param name="run">The run that reads.</param>
    /// <param name="requested">Null for the newest session with features.</param>
    /// <param name="ct">Cancels reading and writing.</param>
    /// <returns>The page's path.</returns>
    /// <exception cref="DataUnfitException">No features of the session are stored.</exception>
    public static async Task<string> WriteAsync(RunContext run, DateOnly? requested, CancellationToken ct) =>
        (await WriteAsync(run, requested, inputs: "", ct)).Path;

    /// <summary>Writes the page of the newest session, unless it was made from the same inputs.</summary>
    /// <exception cref="DataUnfitException">No features are stored.</exception>
    public static async Task<NightPageFile> WriteNewestAsync(RunContext run, CancellationToken ct)
    {
        if (run.Lake.Current().Of(FeatureTable.Name).Max(f => (DateOnly?)f.LastDate) is not { } session) return await WriteAsync(run, null, "", ct);
        var files = new ReportFiles(run.Settings.Data.Reports, session);
        var inputs = await NightInputs.ReadAsync(run, files.Symbols, ct);
        if (files.Unchanged(inputs) is not { } unchanged) return await WriteAsync(run, null, inputs, ct);
        files.PointLatest();
        return unchanged;
    }

    private static async Task<NightPageFile> WriteAsync(RunContext run, DateOnly? requested, string inputs, CancellationToken ct)
    {
        var ledger = new RunLedger(run.Settings.Data.Runs, TextWriter.Null);
        var report = await new NightReportReader(run, ledger).ReadAsync(requested, ct);
        var files = new ReportFiles(run.Settings.Data.Reports, report.Date);
        var page = NightPage.Render(report with { Pages = files.Symbols, Inputs = inputs });
        var path = files.Write(ReportFiles.Index, page);
        files.PointLatest();
        return new(path, report.Symbols.Count, page.Length);
    }
}

/// <summary>The night's page on disk.</summary>
/// <param name="Symbols">The number of symbols with a bar of the session.</param>
/// <param name="Size">In characters.</param>
internal sealed record NightPageFile(string Path, int Symbols, int Size);
