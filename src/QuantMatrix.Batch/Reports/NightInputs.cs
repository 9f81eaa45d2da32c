using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;
using QuantMatrix.Report.Night;

namespace QuantMatrix.Batch.Reports;

/// <summary>The fingerprint of everything that the night's page is made from, apart from the names and durations of runs.</summary>
internal static class NightInputs
{
    /// <param name="run">The run that would write the page.</param>
    /// <param name="pages">Symbols with a page of their own.</param>
    /// <param name="ct">Cancels reading.</param>
    public static async Task<string> ReadAsync(RunContext run, IReadOnlyList<string> pages, CancellationToken ct)
    {
        var ledger = new RunLedger(run.Settings.Data.Runs, TextWriter.Null);
        var jobs = ledger.Past().FirstOrDefault(past => past.Id == run.RunId)?.Jobs ?? [];
        return InputFingerprints.Of(
            ("lake", string.Join('\n', run.Lake.Current().Files.Select(f => f.Hash))),
            ("members", string.Join('\n', await run.Tables.MembershipsAsync(ct))),
            ("portfolio", string.Join(' ', await TrackedSymbols.PortfolioAsync(run, ct))),
            ("statements", await run.Tables.StatementContentAsync(ct)),
            ("market", $"{run.Market.Benchmark} {run.PublishedAsOf:O} {string.Join(' ', run.Calendar.Closures.Select(c => $"{c:O}"))}"),
            ("screens", string.Join('\n', PublishScreensOptions.Of(run.File).Screens)),
            ("jobs", string.Join('\n', jobs.Select(j => $"{j.Name} {j.Status} {string.Join('\t', j.Warnings)}"))),
            ("pages", string.Join(' ', pages)),
            ("code", InputFingerprints.CodeOf(typeof(NightPage), typeof(NightInputs)))).Text;
    }
}
