using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Decides which sessions to request: those the calendar requires and the lake lacks.</summary>
/// <param name="since">First session required.</param>
/// <param name="asOf">The newest day of the run.</param>
/// <param name="isRefetch">The first session was given explicitly: every gap since then is requested, even if it was before.</param>
/// <param name="window">Replaces the number of newest sessions whose gaps are requested.</param>
public sealed class FetchPlan(SessionCalendar calendar, DateOnly since, DateOnly asOf, bool isRefetch = false, int? window = null)
{
    /// <summary>Newest stored sessions that are fetched again and compared whenever a session is due.</summary>
    private const int Overlap = 10;

    /// <summary>Gaps within this many newest sessions are requested every night; older ones only with an explicit <c>since</c>.</summary>
    private const int HealedSessions = 30;

    private DateOnly? firstRecent;

    /// <summary>First session required.</summary>
    public DateOnly First { get; } = calendar.AtOrAfter(since);

    /// <summary>First session requested of a symbol that is fetched for the first time, or from further back; at the latest <see cref="First"/>.</summary>
    public DateOnly FirstFetch { get => field < First ? field : First; init; } = DateOnly.MaxValue;

    /// <summary>The newest session.</summary>
    public DateOnly Last { get; } = calendar.AtOrBefore(asOf);

    /// <summary>How many newest sessions <see cref="StoredSpan.Recent"/> must cover.</summary>
    public int RecentSessions => window is { } sessions ? Math.Max(1, sessions)
        : isRefetch ? Math.Max(HealedSessions, calendar.Count(First, Last)) : HealedSessions;

    /// <param name="stored">Null when the lake holds no bar of the symbol.</param>
    /// <param name="isFetchedBefore">Whether the symbol was already fetched from <see cref="First"/> on; a share listed later has no older bars.</param>
    /// <returns>Null when nothing is due.</returns>
    public BarRequest? RequestFor(string symbol, StoredSpan? stored, bool isFetchedBefore)
    {
        if (stored?.Newest is not { } newest || (First < stored.Oldest && (isRefetch || !isFetchedBefore)))
            return new BarRequest(symbol, FirstFetch, Last) { WithActions = true };
        if (FirstMissing(stored, newest) is not { } missing) return null;
        var overlap = calendar.Back(newest, Overlap - 1);
        return new BarRequest(symbol, missing < overlap ? calendar.Back(missing, 1) : overlap, Last);
    }

    /// <summary>The same for the whole series with its splits and dividends.</summary>
    /// <param name="oldest">First stored session.</param>
    public static BarRequest WholeSeries(BarRequest request, DateOnly? oldest) =>
        request with { From = oldest < request.From ? oldest : request.From, WithActions = true };

    /// <summary>The sessions among the newest <see cref="RecentSessions"/> that are required and not stored, oldest first.</summary>
    /// <inheritdoc cref="RequestFor"/>
    public IReadOnlyList<DateOnly> Missing(StoredSpan? stored, bool isFetchedBefore)
    {
        var from = stored is null || !isFetchedBefore ? First : Latest(First, stored.Oldest);
        return [.. calendar.Sessions(Latest(FirstRecent, from), Last).Except(stored?.Recent ?? [])];
    }

    /// <summary>The first of the newest <see cref="RecentSessions"/>; kept, because every symbol is compared with it.</summary>
    private DateOnly FirstRecent => firstRecent ??= calendar.Back(Last, RecentSessions - 1);

    private static DateOnly Latest(DateOnly a, DateOnly b) => a > b ? a : b;

    private DateOnly? FirstMissing(StoredSpan stored, DateOnly newest) =>
        newest < FirstRecent ? newest.AddDays(1) : Missing(stored, isFetchedBefore: true).Cast<DateOnly?>().FirstOrDefault();
}

/// <summary>The sessions that the lake holds of one symbol.</summary>
/// <param name="Newest">Null when every stored session is newer than the run's day.</param>
/// <param name="Recent">The stored ones among the newest <see cref="FetchPlan.RecentSessions"/>.</param>
public sealed record StoredSpan(DateOnly Oldest, DateOnly? Newest, IReadOnlyCollection<DateOnly> Recent);
