using QuantMatrix.Model;

namespace QuantMatrix.Batch.Runs;

/// <summary>The sessions for which a target has not run well, according to the reports.</summary>
/// <param name="ToRun">Oldest first; the last one is the newest session, whether missed or not.</param>
/// <param name="Older">Missed, but not to run, because a newer session is complete or published.</param>
internal sealed record MissedSessions(IReadOnlyList<DateOnly> ToRun, IReadOnlyList<DateOnly> Older)
{
    /// <summary>Reports read at most.</summary>
    private const int MaxReports = 2_000;

    /// <summary>The sessions for which every job has ended well, in one run or in several, such as a run and its retry.</summary>
    public static IReadOnlySet<DateOnly> Complete(IEnumerable<PastRun> past, IReadOnlyCollection<string> jobs)
    {
        var done = new Dictionary<DateOnly, HashSet<string>>();
        foreach (var run in past.Take(MaxReports))
            if (run.AsOf is { } session)
            {
                if (!done.TryGetValue(session, out var good)) done[session] = good = [];
                good.UnionWith(run.Jobs.Where(j => j.IsGood).Select(j => j.Name));
            }
        return done.Where(d => jobs.All(d.Value.Contains)).Select(d => d.Key).ToHashSet();
    }

    /// <summary>What is missing since the first complete session. Before it, nothing is known.</summary>
    /// <param name="newest">The newest session of the source.</param>
    /// <param name="published">The newest published session; null for none.</param>
    /// <param name="allowOlder">Whether these run as well; all sessions after the first of them then run again.</param>
    public static MissedSessions Of(
        IReadOnlySet<DateOnly> complete, SessionCalendar calendar, DateOnly newest, DateOnly? published, bool allowOlder)
    {
        if (complete.Count == 0) return new([newest], []);
        List<DateOnly> missed = [.. calendar.Sessions(complete.Min().AddDays(1), newest.AddDays(-1)).Where(s => !complete.Contains(s))];
        // A complete session and a published one count alike.
        var last = complete.Append(published ?? DateOnly.MinValue).Max();
        if (allowOlder && missed.Count > 0) return new([.. calendar.Sessions(missed[0], newest)], []);
        return new([.. missed.Where(s => s > last || s == published), newest], [.. missed.Where(s => s < last && s != published)]);
    }
}
