using System.Globalization;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Coverage;

/// <summary>Overall coverage status with a one-line explanation.</summary>
/// <param name="IsDead">No symbol has received a bar for so many sessions that ingestion must have stopped.</param>
internal sealed record CoverageAssessment(string Label, string Sentence, bool IsDead)
{
    public const string Ok = "ok";
    public const string Degraded = "degraded";

    /// <summary>Nothing to measure yet.</summary>
    public const string Idle = "idle";

    private const int MaxSessionsListed = 3;
    private const int MaxSymbolsListed = 10;

    public static CoverageAssessment Of(CoverageStatistics statistics, MonitorCoverageHealthOptions options)
    {
        var dead = IsIngestionDead(statistics, options);
        if (IdleReason(statistics, dead) is { } reason) return new(Idle, reason, dead);
        var problem = WorstProblem(statistics, options, dead);
        return problem is null ? new(Ok, Figures(statistics), dead) : new(Degraded, $"{problem}; {Figures(statistics)}", dead);
    }

    /// <summary>What an operator should look at when coverage is degraded: the emptiest sessions, then the symbols with gaps.</summary>
    public static IReadOnlyList<string> Warnings(CoverageStatistics statistics, MonitorCoverageHealthOptions options) =>
    [
        .. SessionWarning("bars", statistics.BarsByDate, options.MinFillPct),
        .. SessionWarning("snapshots", statistics.SnapshotsByDate, options.MinFillPct),
        .. statistics.Gaps.Take(MaxSymbolsListed).Select(SymbolWarning),
        .. statistics.Gaps.Count <= MaxSymbolsListed ? []
            : new[] { $"{Plural.Of(statistics.Gaps.Count - MaxSymbolsListed, "more symbol")} with missing sessions" },
    ];

    /// <summary>Whatever the coverage: every symbol loses a session that the benchmark lacks.</summary>
    public static IEnumerable<string> BenchmarkWarning(CoverageStatistics statistics)
    {
        var gaps = statistics.BenchmarkGaps;
        if (gaps.Count == 0) yield break;
        var more = gaps.Count > MaxSessionsListed ? $" and {Plural.Of(gaps.Count - MaxSessionsListed, "more session")}" : "";
        yield return $"benchmark {statistics.Benchmark}: no bar of {string.Join(", ", gaps.Take(MaxSessionsListed).Select(d => $"{d:yyyy-MM-dd}"))}{more}, "
            + "of which other symbols have one; beta, correlation and relative strength leave them out";
    }

    /// <summary>Without any bar, sessions count from the day tracking began.</summary>
    private static bool IsIngestionDead(CoverageStatistics statistics, MonitorCoverageHealthOptions options) =>
        statistics.Totals.Expected > 0 && (statistics.Freshness.NewestBar ?? statistics.Universe.Began) is { } alive
        && statistics.Window.Behind(alive) >= options.DeadAfterSessions;

    private static string? IdleReason(CoverageStatistics statistics, bool dead) => statistics switch
    {
        { Universe.IsEmpty: true } => "nothing is tracked yet; run refresh_index_constituents or the whole chain",
        { Totals.Expected: 0 } => $"no sessions are expected for {Plural.Of(statistics.Totals.Symbols, "symbol")} since {statistics.Window.First:yyyy-MM-dd}",
        { Freshness.NewestBar: null } when !dead =>
            $"no bars are stored yet for {Plural.Of(statistics.Totals.Symbols, "symbol")}; run backfill_last_bars or the whole chain",
        _ => null,
    };

    private static string? WorstProblem(CoverageStatistics statistics, MonitorCoverageHealthOptions options, bool dead)
    {
        var fresh = statistics.Freshness;
        return dead switch
        {
            true when fresh.NewestBar is { } newest =>
                $"no bars for any symbol since {newest:yyyy-MM-dd}, {Plural.Of(statistics.Window.Behind(newest), "session")} ago",
            true => $"no bars for {Plural.Of(fresh.Symbols, "symbol")}, tracked since {statistics.Universe.Began:yyyy-MM-dd}",
            _ when 100.0 * fresh.Current < options.MinCurrentPct * fresh.Symbols =>
                $"{fresh.Symbols - fresh.Current} of {Plural.Of(fresh.Symbols, "symbol")} behind",
            _ => SessionFill.Below(options.MinFillPct, statistics.BarsByDate).FirstOrDefault()?.Text("bars")
                ?? (statistics.Totals.Pct < options.MinCoveragePct ? $"{Plural.Of(statistics.Totals.Missing, "session")} missing" : null)
                ?? SessionFill.Below(options.MinFillPct, statistics.SnapshotsByDate).FirstOrDefault()?.Text("snapshots"),
        };
    }

    private static string Figures(CoverageStatistics statistics)
    {
        var (count, fresh, window) = (statistics.Totals, statistics.Freshness, statistics.Window);
        var excused = count.Excused == 0 ? "" : $", {count.Excused} excused ({count.ExcusedNotListed} not listed yet, {count.ExcusedLeft} left)";
        var quarantined = count.MissingQuarantined == 0 ? "" : $", {count.MissingQuarantined} of the missing in quarantine";
        return string.Create(CultureInfo.InvariantCulture,
            $"{count.Stored:N0} of {Plural.Of(count.Expected, "session")} since {window.First:yyyy-MM-dd} stored ({count.Pct:F2} %)")
            + $"{excused}{quarantined}, {fresh.Current} of {Plural.Of(fresh.Symbols, "symbol")} up to {window.Last:yyyy-MM-dd}";
    }

    private static IEnumerable<string> SessionWarning(string what, IReadOnlyList<SessionFill> sessions, double minFillPct)
    {
        var below = SessionFill.Below(minFillPct, sessions).ToList();
        if (below.Count == 0) yield break;
        var more = below.Count <= MaxSessionsListed ? ""
            : FormattableString.Invariant($"; and {Plural.Of(below.Count - MaxSessionsListed, "more session")} below {minFillPct} %");
        yield return string.Join("; ", below.Take(MaxSessionsListed).Select(f => f.Text(what))) + more;
    }

    private static string SymbolWarning(SymbolGaps symbol)
    {
        var last = symbol switch
        {
            { LastBar: null } => ", no bar stored",
            { SessionsBehind: > 0 } => $", last bar on {symbol.LastBar:yyyy-MM-dd}",
            _ => "",
        };
        return $"{symbol.Symbol}: {symbol.Missing} of {Plural.Of(symbol.Expected, "session")} missing{last}";
    }
}
