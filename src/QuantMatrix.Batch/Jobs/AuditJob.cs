using System.ComponentModel;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs.Audits;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Runs the audits of <c>sql/audits</c>: failed when a blocking audit returns rows, partial when only warning audits do.</summary>
public sealed class AuditJob : Job<AuditOptions>, IWithoutBars, IRepeatable
{
    /// <summary>Audits of broker statements, which every sync runs itself, and of 5-minute bars, which their chain runs.</summary>
    private static readonly string[] OfOtherChains = ["tie_out_", "intraday_"];

    public IReadOnlyList<string> Reads => [JobData.Members, JobData.Tracked, JobData.Bars, JobData.Features, JobData.History];

    public IReadOnlyList<string> Writes => [];

    protected override IEnumerable<JobCounter> Counted(AuditOptions options) => [new("audits"), new("audits_broken", "audits"), new("rows")];

    public override async Task<JobResult> RunAsync(AuditOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var audits = Chosen(options, AuditQuery.ReadAll(run.Settings.Home));
        var passed = new PassedAudits(run, audits);
        var inputs = await passed.InputsAsync(ct);
        if (passed.Hold(inputs)) return Passed(Result(audits.ConvertAll(audit => new AuditResult(audit, 0, []))), passed);
        var results = new List<AuditResult>();
        await run.ReadSqlAsync(connection => results = AuditQuery.RunAll(audits, connection, ct), ct);
        if (results.Exists(r => r.Rows > 0)) return Result(results);
        passed.Record(inputs);
        return Passed(Result(results), passed);
    }

    private static JobResult Passed(JobResult result, PassedAudits audits) => audits.DependOnOtherJobs ? result : result.Same();

    private static JobResult Result(List<AuditResult> results)
    {
        var broken = results.Where(r => r.Rows > 0).OrderByDescending(r => r.Audit.Severity).ToList();
        var status = broken.Exists(r => r.IsBlocking) ? JobStatus.Failed : broken.Count > 0 ? JobStatus.Partial : JobStatus.Ok;
        return new JobResult(status, AuditResult.Summary(results))
        {
            FailureCode = ExitCode.DataUnfit,
            Counters = new Dictionary<string, long> { ["audits"] = results.Count, ["audits_broken"] = broken.Count, ["rows"] = broken.Sum(r => r.Rows) },
            PartialBy = ["audits_broken"],
            Warnings = [.. broken.Select(r => $"{r.Audit.Name}: {Plural.Of(r.Rows, "row")}: {r.Samples[0]}; rule: {r.Audit.Title}")],
            Samples = [.. broken.SelectMany(r => r.Samples.Skip(1).Select(row => $"{r.Audit.Name}: {row}"))],
        };
    }

    private static List<AuditQuery> Chosen(AuditOptions options, IReadOnlyList<AuditQuery> all)
    {
        if (options.Audits is not { } names) return [.. all.Where(a => !OfOtherChains.Any(p => a.Name.StartsWith(p, StringComparison.Ordinal)))];
        var known = all.Select(a => a.Name).ToList();
        return names.Except(known).FirstOrDefault() is { } wrong
            ? throw new ConfigurationException($"audit: unknown audit '{wrong}'{DidYouMean.Hint(wrong, known)}")
            : [.. all.Where(a => names.Contains(a.Name))];
    }
}

/// <summary>Which audits run.</summary>
public sealed record AuditOptions
{
    [Description("Names of files in sql/audits, without .sql; null for all but tie_out_* and intraday_*, which other chains run.")]
    public IReadOnlyList<string>? Audits { get; init; }
}
