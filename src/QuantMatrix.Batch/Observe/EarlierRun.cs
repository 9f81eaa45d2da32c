using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Observe;

/// <summary>An earlier run of the same target, as far as a verdict needs it.</summary>
/// <param name="Night">The day it began, in UTC.</param>
internal sealed record EarlierRun(DateOnly Night, RunHealth Health, double Seconds)
{
    public string Id { get; init; } = "";

    public DateOnly? AsOf { get; init; }

    /// <summary>Bounds the time when a target has not run for long.</summary>
    private const int MaxReports = 1_000;

    /// <summary>The ended runs of the same target before a run, newest first.</summary>
    /// <param name="newestFirst">Read only as far as necessary.</param>
    public static IEnumerable<EarlierRun> Of(IEnumerable<PastRun> newestFirst, RunReport run) => newestFirst.Take(MaxReports)
        .Where(past => past.Target == run.Target && !past.IsRunning && string.CompareOrdinal(past.Id, run.RunId) < 0)
        .Select(past => new EarlierRun(DateOnly.FromDateTime(past.Started.UtcDateTime), RunHealthRule.Of(past), past.Seconds)
        {
            Id = past.Id, AsOf = past.AsOf,
        });
}
