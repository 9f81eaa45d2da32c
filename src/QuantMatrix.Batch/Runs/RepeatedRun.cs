using System.Text;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Reports;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.MarketData;
using QuantMatrix.Model;
using QuantMatrix.Publish;
using QuantMatrix.Reconcile;
using QuantMatrix.Report.Night;

namespace QuantMatrix.Batch.Runs;

/// <summary>Recognizes a run with nothing new: an earlier one changed nothing, and everything it depended on is as it was.</summary>
/// <remarks>
/// The results of that run are repeated. It is remembered in a small file, which may be deleted at any time. Only runs of a folder that publish to
/// the embedded file alone are recognized: providers and servers may hold something new.
/// </remarks>
internal sealed class RepeatedRun
{
    /// <summary>The folders of the program whose files jobs read.</summary>
    private static readonly string[] Read = ["data/calendar", "data/constituents", "sql/audits"];

    private readonly RunContext run;
    private readonly RunPlan plan;
    private readonly RunReport report;
    private string? inputs;

    private RepeatedRun(RunContext run, RunPlan plan, RunReport report) => (this.run, this.plan, this.report) = (run, plan, report);

    /// <summary>The run whose results are repeated; null for none.</summary>
    public PastRun? Earlier { get; private set; }

    private string Memo => Path.Combine(run.Settings.Data.Runs, $"{report.Target}.run.memo");

    /// <param name="report">The report as the run begins.</param>
    public static async Task<RepeatedRun> FindAsync(RunContext run, RunPlan plan, RunReport report, CancellationToken ct)
    {
        var found = new RepeatedRun(run, plan, report);
        found.inputs = await found.InputsAsync(ct);
        if (found.inputs is null || !File.Exists(found.Memo) || File.ReadAllLines(found.Memo) is not [var known, var id]) return found;
        if (known == $"{found.inputs} {run.PublishedState()}") found.Earlier = new RunLedger(run.Settings.Data.Runs, TextWriter.Null).TryFind(id);
        return found;
    }

    /// <summary>The result that a job would have; null when it must run.</summary>
    public async Task<JobResult?> ResultAsync(PlannedJob job, CancellationToken ct)
    {
        if (Earlier?.Jobs.FirstOrDefault(j => j.Name == job.Name) is not { IsGood: true } last) return null;
        var result = new JobResult(last.Status, last.Summary)
        {
            Counters = last.Counters.ToDictionary(c => c.Key, c => (long)c.Value),
            Warnings = last.Warnings,
            Samples = last.Samples,
            Cause = last.Cause == last.Summary ? null : last.Cause,
            ChangedNothing = true,
        };
        if (job.Kind.Job is not IRenewable renewable || await renewable.RenewAsync(job.Options, run, result, ct)) return result;
        Earlier = null; // the jobs after it run, too
        return null;
    }

    /// <summary>Remembers a run that changed nothing and is published.</summary>
    public async Task RecordAsync()
    {
        if (inputs is null || run.PublishedState() is not { } published || await InputsAsync(CancellationToken.None) != inputs) return;
        try
        {
            DraftFile.Write(Memo, Encoding.UTF8.GetBytes($"{inputs} {published}\n{report.RunId}\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then the next run repeats nothing.
        }
    }

    /// <summary>Fingerprint of everything that the jobs depend on besides the published tables; null when it is not known.</summary>
    private async Task<string?> InputsAsync(CancellationToken ct)
    {
        if (!run.IsRepeatable || await FolderAsync(ct) is not { } folder) return null;
        var lake = run.Lake.Current();
        return InputFingerprints.Of(
            ("jobs", $"{report.JobsHash}\n{string.Join('\n', plan.Jobs.Select(j => $"{j.Name} {string.Join(' ', j.OptionTexts)}"))}"),
            ("session", $"{run.AsOf:O} {run.AsOfGiven} {run.PublishedAsOf:O}"),
            ("folder", folder),
            ("lake", $"{lake.Version} {lake.Checksum}"),
            ("files", string.Join('\n', Files().Select(path => $"{path} {FileStamp.Of(path)}"))),
            ("code", InputFingerprints.CodeOf(typeof(RepeatedRun), typeof(Bars), typeof(DataLake), typeof(Catalogue), typeof(Reconciler),
                typeof(IBarSource), typeof(ITables), typeof(NightPage), typeof(FlexSections)))).Text;
    }

    private async Task<string?> FolderAsync(CancellationToken ct)
    {
        try
        {
            return (await run.Sources.BarsAsync(ct)).Fingerprint;
        }
        catch (Exception e) when (e is ConfigurationException or DataUnfitException or TemporaryException)
        {
            return null; // the jobs that need bars report it
        }
    }

    private IEnumerable<string> Files() => Read.Select(folder => Path.Combine(run.Settings.Home, folder)).Where(Directory.Exists)
        .SelectMany(Directory.EnumerateFiles).Order(StringComparer.Ordinal)
        .Append(new ReportFiles(run.Settings.Data.Reports, run.PublishedAsOf).PathOf(ReportFiles.Index));
}
