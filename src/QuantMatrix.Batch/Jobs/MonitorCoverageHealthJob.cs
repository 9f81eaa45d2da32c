using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Compares the sessions that should be stored with those that are: partial when coverage is degraded, failed when nobody brings bars.</summary>
public sealed class MonitorCoverageHealthJob : Job<MonitorCoverageHealthOptions>
{
    private const string Last = "coverage:health:last";
    private const string History = "coverage:health:history";
    private const int HistoryKept = 48;
    private const int WorstSymbols = 10;
    private static readonly TimeSpan LastFor = TimeSpan.FromHours(24);

    public override async Task<JobResult> RunAsync(MonitorCoverageHealthOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var window = new SessionWindow(run.Calendar, LastDue.Of(run, options.DueHourUtc), options.Sessions);
        var numbers = new CoverageNumbers(await CoverageFacts.ReadAsync(run, window, options.Benchmark, ct));
        var verdict = CoverageAssessment.Of(numbers, options);
        await PublishAsync(run, Snapshot(run, numbers, verdict, options), ct);
        var status = verdict.IsDead ? JobStatus.Failed : verdict.Label == CoverageAssessment.Degraded ? JobStatus.Partial : JobStatus.Ok;
        return new JobResult(status, $"coverage {verdict.Label}: {verdict.Sentence}")
        {
            FailureCode = ExitCode.DataUnfit,
            Counters = Counters(numbers),
            Warnings = verdict.Label == CoverageAssessment.Degraded ? CoverageWarnings.Of(numbers, options) : [],
        };
    }

    private static async Task PublishAsync(RunContext run, CoverageSnapshot snapshot, CancellationToken ct)
    {
        await run.Sets.SetKeysAsync(new Dictionary<string, string> { [Last] = Json(snapshot) }, LastFor, ct);
        await run.Sets.PushAsync(History, Json(snapshot.Small()), HistoryKept, ct);
    }

    private static string Json(CoverageSnapshot snapshot) => JsonSerializer.Serialize(snapshot, CoverageJson.Default.CoverageSnapshot);

    private static CoverageSnapshot Snapshot(RunContext run, CoverageNumbers numbers, CoverageAssessment verdict, MonitorCoverageHealthOptions options) =>
        new(run.RunId, run.Time.GetUtcNow(), run.AsOf, numbers.Window.First, numbers.Window.Last, verdict.Label, verdict.Sentence)
        {
            Totals = numbers.Totals,
            ByIndex = numbers.ByIndex,
            Freshness = numbers.Freshness,
            Worst = [.. numbers.Holes.Take(WorstSymbols)],
            SnapshotsMissing = numbers.SnapshotsMissing,
            Thresholds = options,
            BarsByDate = numbers.BarsByDate,
            SnapshotsByDate = numbers.SnapshotsByDate,
        };

    private static Dictionary<string, long> Counters(CoverageNumbers numbers)
    {
        var (count, fresh) = (numbers.Totals, numbers.Freshness);
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
            ["snapshots_missing"] = numbers.SnapshotsMissing,
        };
        if (count.Pct is { } pct) counters["coverage_pct"] = (long)pct;
        return counters;
    }
}

/// <summary>How far back coverage is looked at, and from where on it is well.</summary>
public sealed record MonitorCoverageHealthOptions
{
    /// <summary>How many sessions, the last one due being the newest.</summary>
    [Range(1, 2_520)]
    public int Sessions { get; init; } = 60;

    /// <summary>Needed beside the constituents and the portfolio.</summary>
    public string Benchmark { get; init; } = new UpdateTrackedSymbolCacheOptions().Benchmark;

    /// <summary>Hour of the day, UTC, from which on the bars of the day before must be there; the nightly run is at three.</summary>
    [Range(0, 23)]
    public int DueHourUtc { get; init; } = 5;

    /// <summary>Percent of the expected sessions below which coverage is degraded.</summary>
    [Range(0.0, 100.0)]
    public double MinCoveragePct { get; init; } = 98;

    /// <summary>Percent of the symbols that must be up to the last session.</summary>
    [Range(0.0, 100.0)]
    public double MinCurrentPct { get; init; } = 98;

    /// <summary>Percent of its symbols that every single session must have bars, and snapshots, of.</summary>
    [Range(0.0, 100.0)]
    public double MinFillPct { get; init; } = 90;

    /// <summary>Nobody brings bars when not one symbol has any of so many last sessions.</summary>
    [Range(1, 2_520)]
    public int DeadAfterSessions { get; init; } = 3;
}
