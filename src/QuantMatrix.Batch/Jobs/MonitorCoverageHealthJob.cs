using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Compares the sessions that should be stored with those that are.</summary>
public sealed class MonitorCoverageHealthJob : Job<MonitorCoverageHealthOptions>
{
    private const string Last = "coverage:health:last";
    private const string History = "coverage:health:history";
    private const int HistoryKept = 48;
    private const double OkPercent = 98;
    private static readonly TimeSpan LastFor = TimeSpan.FromHours(24);

    public override async Task<JobResult> RunAsync(MonitorCoverageHealthOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel)
    {
        var tracked = await TrackedSymbols.ReadAsync(run, cancel);
        var (first, last) = (run.Calendar.Back(run.AsOf, options.Sessions - 1), run.Calendar.AtOrBefore(run.AsOf));
        var stored = await StoredSessions.ReadAsync(run, first, cancel);
        var coverage = tracked.Select(s => Of(s, stored.GetValueOrDefault(s), first, last, run)).ToList();
        var (expected, held) = (coverage.Sum(c => c.Expected), coverage.Sum(c => c.Stored));
        var percent = expected == 0 ? 0 : 100.0 * held / expected;
        var current = coverage.Count(c => c.Behind == 0);
        var label = current == 0 ? "idle" : percent >= OkPercent && current >= tracked.Count * OkPercent / 100 ? "ok" : "degraded";
        var summary = string.Create(CultureInfo.InvariantCulture,
            $"coverage {label}: {held:N0} of {expected:N0} sessions since {first:yyyy-MM-dd} stored ({percent:F2} %), {current} of {tracked.Count} symbols up to {last:yyyy-MM-dd}");

        var snapshot = Snapshot(run, label, summary, coverage, expected, held, percent, last);
        await run.Sets.SetKeysAsync(new Dictionary<string, string> { [Last] = snapshot }, LastFor, cancel);
        await run.Sets.PushAsync(History, snapshot, HistoryKept, cancel);
        return new JobResult(JobStatus.Ok, summary)
        {
            Counters = new Dictionary<string, long> { ["symbols"] = tracked.Count, ["sessions_expected"] = expected, ["sessions_stored"] = held },
            Warnings = label == "ok" ? [] : [.. coverage.Where(c => c.Missing > 0).OrderByDescending(c => c.Missing).Select(c => $"{c.Symbol}: {c.Missing} of {c.Expected} sessions missing")],
        };
    }

    /// <summary>A symbol is expected from its first stored bar on; one without any bar, for the whole window.</summary>
    private static SymbolCoverage Of(string symbol, StoredSessions? stored, DateOnly first, DateOnly last, RunContext run)
    {
        if (stored is null) return new(symbol, run.Calendar.Count(first, last), 0, null);
        var listed = stored.Oldest > first ? stored.Oldest : first;
        return new(symbol, run.Calendar.Count(listed, last), stored.InWindow, Math.Max(0, run.Calendar.Count(stored.Newest, last) - 1));
    }

    private static string Snapshot(RunContext run, string label, string summary, List<SymbolCoverage> coverage, long expected, long held, double percent, DateOnly last) =>
        JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["label"] = label,
            ["summary"] = summary,
            ["as_of"] = last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["taken_at"] = run.Time.GetUtcNow(),
            ["run_id"] = run.RunId,
            ["symbols"] = coverage.Count,
            ["symbols_without_bars"] = coverage.Count(c => c.Behind is null),
            ["symbols_behind"] = coverage.Count(c => c.Behind > 0),
            ["sessions_expected"] = expected,
            ["sessions_stored"] = held,
            ["sessions_missing"] = expected - held,
            ["coverage_pct"] = Math.Round(percent, 4),
        });

    /// <param name="Behind">Sessions between the newest stored bar and the last session; null without any bar.</param>
    private sealed record SymbolCoverage(string Symbol, long Expected, long Stored, int? Behind)
    {
        public long Missing => Expected - Stored;
    }
}

/// <summary>How far back coverage is looked at.</summary>
public sealed record MonitorCoverageHealthOptions
{
    [Range(1, 20_000)]
    public int Sessions { get; init; } = 60;
}
