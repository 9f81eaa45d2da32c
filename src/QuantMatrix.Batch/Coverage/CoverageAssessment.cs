using System.Globalization;
using QuantMatrix.Batch.Jobs;

namespace QuantMatrix.Batch.Coverage;

/// <summary>Whether coverage is well, in a word and a sentence.</summary>
/// <param name="IsDead">No symbol has had a bar for so long that nobody seems to bring any.</param>
internal sealed record CoverageAssessment(string Label, string Sentence, bool IsDead)
{
    public const string Ok = "ok";
    public const string Degraded = "degraded";

    /// <summary>There is nothing yet that could be well or not.</summary>
    public const string Idle = "idle";

    public static CoverageAssessment Of(CoverageNumbers numbers, MonitorCoverageHealthOptions options)
    {
        var dead = IsNobodyFresh(numbers, options);
        if (Nothing(numbers, dead) is { } nothing) return new(Idle, nothing, dead);
        var trouble = Trouble(numbers, options, dead);
        return trouble is null ? new(Ok, Facts(numbers), dead) : new(Degraded, $"{trouble}; {Facts(numbers)}", dead);
    }

    /// <summary>As long as there was no bar at all, the days since somebody first asked for some count.</summary>
    private static bool IsNobodyFresh(CoverageNumbers numbers, MonitorCoverageHealthOptions options) =>
        numbers.Totals.Expected > 0 && (numbers.Freshness.NewestBar ?? numbers.Universe.Began) is { } alive
        && numbers.Window.Behind(alive) >= options.DeadAfterSessions;

    private static string? Nothing(CoverageNumbers numbers, bool dead) => numbers switch
    {
        { Universe.IsEmpty: true } => "nothing is tracked yet; run refresh_index_constituents or the whole chain",
        { Totals.Expected: 0 } => $"no session is expected of {numbers.Totals.Symbols} symbols since {numbers.Window.First:yyyy-MM-dd}",
        { Freshness.NewestBar: null } when !dead => $"no bar is stored yet of {numbers.Totals.Symbols} symbols; run backfill_last_bars or the whole chain",
        _ => null,
    };

    /// <summary>The worst of what is wrong; null when nothing is.</summary>
    private static string? Trouble(CoverageNumbers numbers, MonitorCoverageHealthOptions options, bool dead)
    {
        var fresh = numbers.Freshness;
        return dead switch
        {
            true when fresh.NewestBar is { } newest => $"no bar of any symbol since {newest:yyyy-MM-dd}, {numbers.Window.Behind(newest)} sessions ago",
            true => $"no bar of {fresh.Symbols} symbols, tracked since {numbers.Universe.Began:yyyy-MM-dd}",
            _ when 100.0 * fresh.Current < options.MinCurrentPct * fresh.Symbols => $"{fresh.Symbols - fresh.Current} of {fresh.Symbols} symbols behind",
            _ => Fill.Below(options.MinFillPct, numbers.BarsByDate).FirstOrDefault()?.Words("bars")
                ?? (numbers.Totals.Pct < options.MinCoveragePct ? $"{numbers.Totals.Missing} sessions missing" : null)
                ?? Fill.Below(options.MinFillPct, numbers.SnapshotsByDate).FirstOrDefault()?.Words("snapshots"),
        };
    }

    private static string Facts(CoverageNumbers numbers)
    {
        var (count, fresh, window) = (numbers.Totals, numbers.Freshness, numbers.Window);
        var excused = count.Excused == 0 ? "" : $", {count.Excused} excused ({count.ExcusedNotListed} not listed yet, {count.ExcusedLeft} left)";
        var refused = count.MissingQuarantined == 0 ? "" : $", {count.MissingQuarantined} of the missing in quarantine";
        return string.Create(CultureInfo.InvariantCulture,
            $"{count.Stored:N0} of {count.Expected:N0} sessions since {window.First:yyyy-MM-dd} stored ({count.Pct:F2} %)")
            + $"{excused}{refused}, {fresh.Current} of {fresh.Symbols} symbols up to {window.Last:yyyy-MM-dd}";
    }
}
