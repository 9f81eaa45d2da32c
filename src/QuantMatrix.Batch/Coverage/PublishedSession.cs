using QuantMatrix.Batch.Config;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Coverage;

/// <summary>The state of the published data.</summary>
internal enum FreshnessState
{
    Fresh,

    /// <summary>Overdue, but within what is tolerated.</summary>
    Late,

    Stale,
}

/// <summary>What is due, what is published, and the number of sessions between.</summary>
/// <param name="Due">The newest session due.</param>
/// <param name="Published">The newest session that most symbols have; null before anything is published.</param>
internal sealed record PublishedSession(DateOnly Due, DateOnly? Published, int Behind, FreshnessState State)
{
    public string Text => Published switch
    {
        null => "nothing has been published",
        { } newest when Behind == 0 => $"session {newest:yyyy-MM-dd} is published",
        { } newest => $"session {Due:yyyy-MM-dd} is due, the newest published is {newest:yyyy-MM-dd}, {Plural.Of(Behind, "session")} behind",
    };

    public static PublishedSession Of(SessionCalendar calendar, FreshnessSettings settings, DateOnly due, DateOnly? published)
    {
        var behind = published is { } newest ? calendar.Count(newest.AddDays(1), due) : int.MaxValue;
        var state = behind >= settings.FailAfterSessions ? FreshnessState.Stale
            : behind >= settings.WarnAfterSessions ? FreshnessState.Late : FreshnessState.Fresh;
        return new(due, published, behind, state);
    }

    /// <summary>The newest session that at least half of the symbols have reached: a few current symbols do not make a session published.</summary>
    /// <param name="symbols">Number of published symbols by the session of their newest row.</param>
    public static DateOnly? NewestOf(IReadOnlyCollection<(DateOnly Session, long Symbols)> symbols)
    {
        var (total, reached) = (symbols.Sum(s => s.Symbols), 0L);
        foreach (var (session, count) in symbols.OrderByDescending(s => s.Session))
            if ((reached += count) * 2 >= total) return session;
        return null;
    }
}
