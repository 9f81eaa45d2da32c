using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Compares expected with stored sessions: partial when coverage is degraded, failed when ingestion has stopped.</summary>
public sealed class MonitorCoverageHealthJob : Job<MonitorCoverageHealthOptions>, IRenewable, IRepeatable
{
    private const string Last = "coverage:health:last";
    private const string History = "coverage:health:history";
    private const int HistoryKept = 48;
    private const int WorstSymbols = 10;
    private static readonly TimeSpan LastFor = TimeSpan.FromHours(24);

    /// <summary>Times as <c>+00:00</c>; the text is never part of a page.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<string> Reads => [JobData.Members, JobData.Tracked, JobData.Bars, JobData.History];

    public IReadOnlyList<string> Writes => [];

    protected override IEnumerable<JobCounter> Counted(MonitorCoverageHealthOptions options) =>
    [
        new("symbols"), new("symbols_behind", "symbols"), new("symbols_without_bars", "symbols"),
        new("sessions_expected"), new("sessions_stored", "sessions_expected"), new("sessions_missing", "sessions_expected"),
        new("sessions_missing_quarantined", "sessions_expected"), new("sessions_excused", "sessions_expected"), new("snapshots_missing"), new("coverage_pct"),
    ];

    public override async Task<JobResult> RunAsync(MonitorCoverageHealthOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        options = options.Under(run.Freshness);
        var quarantined = await QuarantinedSessions.ReadAsync(run, ct);
        var window = new SessionWindow(run.Calendar, LastDueSession.Of(run, run.Deadline(options.DueHourUtc), quarantined), options.Sessions);
        var statistics = new CoverageStatistics(await CoverageInputs.ReadAsync(run, window, quarantined, ct));
        var assessment = CoverageAssessment.Of(statistics, options);
        var snapshot = JsonSerializer.SerializeToNode(Snapshot(run, statistics, assessment, options), CoverageJson.Default.CoverageSnapshot)!;
        await PublishAsync(run, snapshot.AsObject(), ct);
        var degraded = assessment.Label == CoverageAssessment.Degraded;
        var status = assessment.IsDead ? JobStatus.Failed : degraded ? JobStatus.Partial : JobStatus.Ok;
        var result = new JobResult(status, $"coverage {assessment.Label}: {assessment.Sentence}")
        {
            FailureCode = ExitCode.DataUnfit,
            Counters = Counters(statistics),
            Warnings = [.. degraded ? CoverageAssessment.Warnings(statistics, options) : [], .. CoverageAssessment.BenchmarkWarning(statistics)],
        };
        return result.Same();
    }

    /// <summary>Publishes the last snapshot as that of this run.</summary>
    public async Task<bool> RenewAsync(object options, RunContext run, JobResult result, CancellationToken ct)
    {
        if (await run.Sets.GetKeyAsync(Last, ct) is not { } text) return false;
        var snapshot = JsonNode.Parse(text)!.AsObject();
        (snapshot["run_id"], snapshot["taken_at"]) = (run.RunId, run.Time.GetUtcNow());
        await PublishAsync(run, snapshot, ct);
        return true;
    }

    /// <summary>The history has no lists of sessions.</summary>
    private static async Task PublishAsync(RunContext run, JsonObject snapshot, CancellationToken ct)
    {
        await run.Sets.SetKeysAsync(new Dictionary<string, string> { [Last] = snapshot.ToJsonString(Plain) }, LastFor, ct);
        foreach (var list in CoverageSnapshot.Lists) snapshot.Remove(list);
        await run.Sets.PushAsync(History, snapshot.ToJsonString(Plain), HistoryKept, ct);
    }

    private static CoverageSnapshot Snapshot(
        RunContext run, CoverageStatistics statistics, CoverageAssessment assessment, MonitorCoverageHealthOptions options) =>
        new(run.RunId, run.Time.GetUtcNow(), run.AsOf, statistics.Window.First, statistics.Window.Last, assessment.Label, assessment.Sentence)
        {
            Totals = statistics.Totals,
            ByIndex = statistics.ByIndex,
            Freshness = statistics.Freshness,
            Worst = [.. statistics.Gaps.Take(WorstSymbols)],
            SnapshotsMissing = statistics.SnapshotsMissing,
            Thresholds = options,
            BarsByDate = statistics.BarsByDate,
            SnapshotsByDate = statistics.SnapshotsByDate,
        };

    private static Dictionary<string, long> Counters(CoverageStatistics statistics)
    {
        var (count, fresh) = (statistics.Totals, statistics.Freshness);
        var counters = new Dictionary<string, long>
        {
            ["symbols"] = count.Symbols,
            ["symbols_behind"] = fresh.Symbols - fresh.Current,
            ["symbols_without_bars"] = fresh.WithoutBars,
            ["sessions_expected"] = count.Expected,
            ["sessions_stored"] = count.Stored,
            ["sessions_missing"] = count.Missing,
            ["sessions_missing_quarantined"] = count.MissingQuarantined,
            ["sessions_excused"] = count.Excused,
            ["snapshots_missing"] = statistics.SnapshotsMissing,
        };
        if (count.Pct is { } pct) counters["coverage_pct"] = (long)pct;
        return counters;
    }
}

/// <summary>The window of coverage and its thresholds.</summary>
public sealed record MonitorCoverageHealthOptions
{
    [Description("Length of the window in sessions; it ends with the last session due.")]
    [Range(1, 2_520)]
    public int Sessions { get; init; } = 60;

    [Description("Expected in addition to the constituents and the portfolio; set by market.benchmark.")]
    public string Benchmark { get; init; } = new MarketSettings().Benchmark;

    [Description("Hour of the day, UTC, by which the bars of a session must be stored; by default freshness.by.")]
    [Range(0, 23)]
    public int? DueHourUtc { get; init; }

    [Description("Percent of the expected sessions below which coverage is degraded.")]
    [Range(0.0, 100.0)]
    public double MinCoveragePct { get; init; } = 98;

    [Description("Percent of the symbols that must have a bar of the last session.")]
    [Range(0.0, 100.0)]
    public double MinCurrentPct { get; init; } = 98;

    [Description("Percent of its expected symbols for which each session must have bars, and snapshots.")]
    [Range(0.0, 100.0)]
    public double MinFillPct { get; init; } = 90;

    [Description("The job fails when no symbol has a bar in this many newest sessions; by default freshness.fail_after_sessions.")]
    [Range(1, 2_520)]
    public int? DeadAfterSessions { get; init; }

    /// <summary>With what the section <c>freshness</c> decides.</summary>
    internal MonitorCoverageHealthOptions Under(FreshnessSettings freshness) => this with
    {
        DueHourUtc = DueHourUtc ?? (freshness.By.Minute == 0 && freshness.Tz == TimeZoneInfo.Utc ? freshness.By.Hour : null),
        DeadAfterSessions = DeadAfterSessions ?? freshness.FailAfterSessions,
    };
}
