using System.Text;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Reports;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.MarketData;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.Model;
using QuantMatrix.Publish;
using QuantMatrix.Reconcile;
using QuantMatrix.Report.Night;

namespace QuantMatrix.Batch.Runs;

/// <summary>Recognizes a run with nothing new: everything that its jobs depend on is as an earlier run of the same jobs left it.</summary>
/// <remarks>
/// The earlier run has written to a file like its report what each of its jobs would return next; the file may be deleted at any time. Only runs of a
/// folder that publish to the embedded file alone are recognized: providers and servers may hold something new.
/// </remarks>
internal sealed class RepeatedRun
{
    /// <summary>The field of the file, beside those of a report, that holds the fingerprint.</summary>
    private const string Fingerprint = "inputs";

    /// <summary>The folders of the program whose files jobs read.</summary>
    private static readonly string[] Folders = ["data/calendar", "data/constituents", "sql/audits"];

    private readonly RunContext run;
    private readonly RunPlan plan;
    private readonly RunReport report;
    private string? surroundings;

    private RepeatedRun(RunContext run, RunPlan plan, RunReport report) => (this.run, this.plan, this.report) = (run, plan, report);

    /// <summary>The run whose results are repeated, with what its jobs would return; null for none.</summary>
    public PastRun? Earlier { get; private set; }

    private string Memo => Path.Combine(run.Settings.Data.Runs, $"{report.Target}.run.memo");

    /// <param name="report">The report as the run begins.</param>
    public static async Task<RepeatedRun> FindAsync(RunContext run, RunPlan plan, RunReport report, CancellationToken ct)
    {
        var found = new RepeatedRun(run, plan, report);
        found.surroundings = await found.SurroundingsAsync(ct);
        if (found.surroundings is not null && RunLedger.Read(found.Memo) is { } memo && memo[Fingerprint]?.ToString() is { } inputs
            && inputs == found.Inputs()) found.Earlier = PastRun.Of(memo, isAlive: false);
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
        };
        if (job.Kind.Job is not IRenewable renewable || await renewable.RenewAsync(job.Options, run, result, ct)) return result.Same();
        if (((IRepeatable)job.Kind.Job).Writes.Count > 0) Earlier = null; // the jobs after it may read what it will write
        return null;
    }

    /// <summary>Remembers, once the run is published, what its jobs would return next.</summary>
    /// <param name="ended">The final report.</param>
    /// <param name="again">By job; null for one that must run.</param>
    public async Task RecordAsync(RunReport ended, IReadOnlyDictionary<string, JobResult?> again)
    {
        if (surroundings is null || await SurroundingsAsync(CancellationToken.None) != surroundings || Inputs() is not { } inputs) return;
        var jobs = RepeatableJobs.Of(plan.Jobs, job => again[job.Name] is not null);
        if (jobs.Count == 0) return;
        var memo = RunReportJson.Node(ended with { Jobs = [.. jobs.Select(job => Report(job, again[job.Name]!))] });
        memo[Fingerprint] = inputs;
        try
        {
            DraftFile.Write(Memo, Encoding.UTF8.GetBytes(memo.ToJsonString()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then the next run repeats nothing.
        }
    }

    private static JobReport Report(PlannedJob job, JobResult result) => new(job.Name, job.Kind.Name, [], job.OptionTexts)
    {
        Status = result.Status, Summary = result.Summary, Counters = result.Counters, Warnings = result.Warnings,
        Samples = [.. result.Samples.Take(JobReport.MaxSamples)], Cause = result.Cause,
    };

    /// <summary>Fingerprint of everything that the jobs depend on; null when it is not known.</summary>
    private string? Inputs()
    {
        if (run.PublishedState() is not { } published) return null;
        var (lake, reports) = (run.Lake.Current(), run.Settings.Data.Reports);
        var pages = new ReportFiles(reports, run.PublishedAsOf);
        return InputFingerprints.Of(
            ("surroundings", surroundings!),
            ("lake", $"{File.Exists(run.Settings.Data.Views)} {lake.Version} {string.Join(' ', lake.Files.Select(f => f.Hash))}"),
            ("published", published),
            ("latest", $"{Path.Exists(Path.Combine(reports, ReportFiles.Latest))} {File.Exists(pages.PathOf(ReportFiles.Index))}"),
            ("pages", string.Join(' ', pages.Symbols))).Text;
    }

    /// <summary>Fingerprint of what no job changes.</summary>
    private async Task<string?> SurroundingsAsync(CancellationToken ct) =>
        !run.IsRepeatable || await FolderAsync(ct) is not { } folder ? null : InputFingerprints.Of(
            ("jobs", $"{report.JobsHash}\n{string.Join('\n', plan.Jobs.Select(j => $"{j.Name} {string.Join(' ', j.OptionTexts)}"))}"),
            ("session", $"{run.AsOf:O} {run.AsOfGiven} {run.PublishedAsOf:O}"),
            ("folder", folder),
            ("files", string.Join('\n', Files().Select(path => $"{path} {FileStamp.Of(path)}"))),
            ("code", InputFingerprints.CodeOf(typeof(RepeatedRun), typeof(Bars), typeof(DataLake), typeof(Catalogue), typeof(Reconciler),
                typeof(IBarSource), typeof(ITables), typeof(NightPage), typeof(FlexSections)))).Text;

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

    /// <summary>The files besides bars that jobs read; the folder's own list of members may be missing.</summary>
    private IEnumerable<string> Files() => Folders.Select(folder => Path.Combine(run.Settings.Home, folder)).Where(Directory.Exists)
        .SelectMany(Directory.EnumerateFiles).Order(StringComparer.Ordinal).Append(Path.Combine(run.Sources.Folder!, ReplayConstituents.FileName));
}
