using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>How far back a backfill asks.</summary>
internal static class BackfillDepth
{
    private const int LongestWindow = 270;
    private const int WarmUp = 70;

    /// <summary>The first session asked for, so that 200- and 252-session windows are filled; null for a local source, whose bars cost nothing.</summary>
    public static DateOnly? Since(RunContext run, int days) =>
        run.Sources.IsLocal ? null : run.Calendar.Back(run.AsOf, Math.Max(LongestWindow, days + WarmUp) - 1);
}
