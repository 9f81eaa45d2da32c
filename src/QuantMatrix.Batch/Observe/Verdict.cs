using System.Globalization;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Observe;

/// <summary>The outcome of a run in one line for an operator, in comparison with the earlier runs of its target.</summary>
/// <remarks>A night is a day, in UTC, on which runs began. A night counts once, however often the run was repeated.</remarks>
/// <param name="Nights">
/// The number of nights in a row that ended at least as badly, this one included; of a run that is ok, the nights of trouble before it.
/// </param>
/// <param name="Since">The first of these nights.</param>
internal sealed record Verdict(RunHealth State, int Nights, DateOnly Since)
{
    /// <summary>A run is slow from this multiple of the median on, and only when it exceeds the median by this many seconds.</summary>
    private const double SlowRatio = 2, SlowSeconds = 60;

    private const int Baseline = 10, MinBaseline = 5, MaxCause = 160, Week = 7;

    /// <summary>Whether another run of this night ended at least as badly before; for a run that is ok, false.</summary>
    public bool IsRepeated { get; private init; }

    /// <summary>Whether the run before was in another kind of trouble, or in none.</summary>
    public bool IsNew { get; private init; }

    /// <summary>One line: <c>FAILED 2nd night since 2026-11-27: backfill: no response within 30 s; ./run.sh retry 20261128T030000Z-0000</c>.</summary>
    /// <remarks>Null for a run that is ok after one that was ok.</remarks>
    public string? Line { get; private init; }

    /// <summary>The command to paste; null when there is nothing to do.</summary>
    public string? Next { get; private init; }

    public bool IsRecovered => State == RunHealth.Ok && Nights > 0;

    /// <summary>The name of the outcome as notifications use it.</summary>
    public string Event => IsRecovered ? "recovered" : SnakeCase.Of(State.ToString());

    /// <summary>
    /// Whether a notification is due: on recovery, when the kind of trouble changes, and on its first, third and seventh night, then every seventh.
    /// </summary>
    public bool IsDue => IsRecovered || (State > RunHealth.Ok && !IsRepeated && (IsNew || Nights is 1 or 3 || Nights % Week == 0));

    /// <param name="earlier">The earlier runs of the target, newest first.</param>
    public static Verdict Of(RunReport run, IEnumerable<EarlierRun> earlier)
    {
        var usual = new Lazy<double?>(() => Usual(earlier));
        var state = Judge(RunHealthRule.Of(run), run.Seconds);
        var least = state == RunHealth.Ok ? RunHealth.Slow : state;
        var (tonight, streak) = (DateOnly.FromDateTime(run.Started.UtcDateTime), earlier.TakeWhile(e => Judge(e.Health, e.Seconds) >= least).ToList());
        var nights = streak.Select(e => e.Night).Concat(state == RunHealth.Ok ? [] : [tonight]).Distinct().Order().ToList();
        var verdict = new Verdict(state, nights.Count, nights.FirstOrDefault(tonight))
        {
            IsRepeated = state > RunHealth.Ok && streak.FirstOrDefault()?.Night == tonight,
            IsNew = streak.Count == 0 || Judge(streak[0].Health, streak[0].Seconds) != state,
        };
        return verdict.Worded(run, usual);

        RunHealth Judge(RunHealth ended, double seconds) => ended == RunHealth.Ok && IsSlow(seconds, usual) ? RunHealth.Slow : ended;
    }

    private static bool IsSlow(double seconds, Lazy<double?> usual) =>
        seconds > SlowSeconds && usual.Value is { } median && seconds > median + SlowSeconds && seconds > SlowRatio * median;

    /// <summary>The median of the newest runs that were ok; null while they are too few.</summary>
    private static double? Usual(IEnumerable<EarlierRun> earlier)
    {
        var seconds = earlier.Where(e => e.Health == RunHealth.Ok).Take(Baseline).Select(e => e.Seconds).Order().ToList();
        return seconds.Count < MinBaseline ? null : seconds[seconds.Count / 2];
    }

    private Verdict Worded(RunReport run, Lazy<double?> usual)
    {
        if (IsRecovered) return this with { Line = $"recovered after {Plural.Of(Nights, "night")}, since {Since:yyyy-MM-dd}: {Printable.Of(run.Target)}" };
        if (State == RunHealth.Ok) return this;
        var next = NextOf(run);
        var cause = State == RunHealth.Slow ? string.Create(CultureInfo.InvariantCulture, $"{run.Seconds:0} s, usually {usual.Value:0} s") : CauseOf(run);
        var line = $"{State.ToString().ToUpperInvariant()} {Ordinal(Nights)} night since {Since:yyyy-MM-dd}: {cause}";
        return this with { Next = next, Line = next is null ? line : $"{line}; {next}" };
    }

    private string? NextOf(RunReport run) => State switch
    {
        RunHealth.Slow => null,
        RunHealth.Stale => "./run.sh status",
        _ => NextStep.After(PastRun.Of(run)),
    };

    /// <summary>The reason of an early end, or the first job that did not succeed and the number of others.</summary>
    private static string CauseOf(RunReport run)
    {
        if (run.Reason is { } reason) return Short(reason);
        var jobs = run.Jobs.Where(j => j.ExitCode != ExitCode.Ok).ToList();
        if (jobs.Count == 0) jobs = [.. run.Jobs.Where(j => j.Status == JobStatus.Partial)];
        if (jobs.Count == 0) return "see the report";
        return Short($"{jobs[0].Name}: {TextOf(jobs[0])}") + (jobs.Count == 1 ? "" : $" (and {Plural.Of(jobs.Count - 1, "more job")})");
    }

    /// <summary>What is missing from a partial job is in its warnings.</summary>
    internal static string TextOf(JobReport job) => job is { Status: JobStatus.Partial, Warnings: [var warning, ..] } ? warning : job.Cause ?? job.Summary;

    internal static string Short(string text) => ShortText.Of(Printable.Of(text.Split('\n')[0].TrimEnd(';', ' ')), MaxCause);

    private static string Ordinal(int n) => $"{n}{(n % 100 is >= 11 and <= 13 ? "th" : (n % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" })}";
}
