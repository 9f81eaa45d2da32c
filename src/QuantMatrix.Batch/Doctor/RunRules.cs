using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Doctor;

/// <summary>Judges runs in progress and runs that were killed.</summary>
internal static class RunRules
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(6);

    /// <param name="newestFirst">The newest reports.</param>
    public static IEnumerable<Checkup> Of(IReadOnlyList<PastRun> newestFirst, DateTimeOffset now)
    {
        var running = newestFirst.Where(r => r.IsRunning).Select(r => now - r.Started > Long
            ? Checkup.Warn("runs", $"{r.Id} ({r.Target}) has been running since {RunState.Time(r.Started)}", $"./run.sh status {r.Id}")
            : Checkup.Ok("runs", $"{r.Id} ({r.Target}) is running since {RunState.Time(r.Started)}"));
        var killed = newestFirst.Where(r => !r.IsRunning).GroupBy(r => r.Target).Select(g => g.First()).Where(r => r.Status == JobStatus.Killed)
            .Select(r => Checkup.Warn("runs", $"{r.Id}, the newest of {r.Target}, was killed", NextStep.After(r)));
        List<Checkup> all = [.. running, .. killed];
        return all.Count > 0 ? all : [Checkup.Ok("runs", newestFirst.Count == 0 ? "none yet" : "none is open, none was killed")];
    }
}
