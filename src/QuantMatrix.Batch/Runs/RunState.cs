using System.Globalization;
using Microsoft.Data.Analysis;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Runs;

/// <summary>The state that <c>status</c> shows, and its lines: at most twelve.</summary>
/// <param name="Verdict">In capitals, with an explanation.</param>
/// <param name="Code">0 fresh, 65 stale, 75 running, 1 failed.</param>
internal sealed record RunState(string Verdict, int Code)
{
    private const int MaxFailing = 3, MaxDue = 3;

    /// <summary>The sessions due and published.</summary>
    public string? Session { get; init; }

    public PastRun? Run { get; init; }

    public IReadOnlyList<FailureStreak> Failing { get; init; } = [];

    public PastRun? LastGood { get; init; }

    /// <summary>A command to paste.</summary>
    public string Next { get; init; } = "nothing to do";

    /// <summary>Schedules with the time each is due.</summary>
    public IReadOnlyList<string> Due { get; init; } = [];

    public IEnumerable<string> Lines()
    {
        yield return Verdict;
        if (Session is not null) yield return Line("session", Session);
        if (Run is { } run) yield return Line("last run", Text(run));
        foreach (var streak in Failing.Take(MaxFailing)) yield return Line("failing", Text(streak));
        if (Failing.Count > MaxFailing) yield return Line("", $"and {Plural.Of(Failing.Count - MaxFailing, "more job")}");
        yield return Line("last good", LastGood is { } good ? $"{good.Id}  {AsOf(good)}" : "none");
        yield return Line("next", Next);
        foreach (var due in Due.Take(MaxDue)) yield return Line("due", due);
    }

    /// <summary>All of it as one row.</summary>
    public DataFrame Frame() => new(
        Cell("verdict", Verdict), new Int64DataFrameColumn("exit", [Code]), Cell("session", Session), Cell("run", Run?.Id), Cell("target", Run?.Target),
        Cell("run_status", Run is { } run ? SnakeCase.Of($"{run.Status}") : null), Cell("as_of", Run?.AsOf is { } asOf ? $"{asOf:yyyy-MM-dd}" : null),
        Cell("failing", Failing.Count == 0 ? null : string.Join("; ", Failing.Select(Text))), Cell("last_good", LastGood?.Id), Cell("next", Next),
        Cell("due", Due.Count == 0 ? null : string.Join("; ", Due)));

    private static StringDataFrameColumn Cell(string name, string? value) => new(name, [value]);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string AsOf(PastRun run) => run.AsOf is { } asOf ? $"as of {asOf:yyyy-MM-dd}" : "no session";

    private static string Line(string label, string text) => Printable.Of($"  {label,-9}  {text.Split('\n')[0]}");

    private static string Text(PastRun run)
    {
        var exit = run.ExitCode is { } code ? $" (exit {code})" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{run.Id}  {run.Target}  {SnakeCase.Of($"{run.Status}")}{exit}  {AsOf(run)}  {run.Seconds:0.0} s");
    }

    private static string Text(FailureStreak streak) =>
        $"{streak.Name} since {Time(streak.First.Started)}, {Plural.Of(streak.Runs, "run")}: {streak.Message.Split('\n')[0]}";
}
