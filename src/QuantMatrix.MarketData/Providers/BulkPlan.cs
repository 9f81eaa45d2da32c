using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Which requests to serve from files of all symbols, one file per session, because that costs fewer calls.</summary>
/// <param name="Sessions">Oldest first.</param>
/// <param name="Requests">By symbol; the other requests are cheaper one by one.</param>
/// <param name="Calls">For all requests.</param>
internal sealed record BulkPlan(IReadOnlyList<DateOnly> Sessions, IReadOnlyDictionary<string, BarRequest> Requests, int Calls)
{
    private static readonly SessionCalendar Calendar = new([]);

    /// <param name="callsFor">Calls for one request without files.</param>
    /// <param name="perSession">Calls for one file.</param>
    /// <param name="fixedCalls">Calls that files need in addition, whatever their number.</param>
    /// <returns>Null when files save no call.</returns>
    public static BulkPlan? Of(IReadOnlyList<BarRequest> requests, Func<BarRequest, int> callsFor, int perSession, int fixedCalls)
    {
        var all = requests.Sum(callsFor);
        return requests.Where(IsPossible).Select(r => r.From!.Value).Distinct().Select(PlanFrom).Where(p => p.Calls < all).MinBy(p => p.Calls);

        BulkPlan PlanFrom(DateOnly first)
        {
            var served = requests.Where(r => IsPossible(r) && r.From >= first).ToDictionary(r => r.Symbol);
            var sessions = SessionsOf(first, served.Values.Max(r => r.To));
            var singly = requests.Where(r => !served.ContainsKey(r.Symbol)).Sum(callsFor);
            return new(sessions, served, (sessions.Count * perSession) + fixedCalls + singly);
        }
    }

    /// <summary>Whether the plan was made for this request.</summary>
    public bool Serves(BarRequest request) => Requests.TryGetValue(request.Symbol, out var planned) && planned with { Currency = request.Currency } == request;

    /// <summary>The requests of a night; a history with its splits and dividends is cheaper symbol by symbol.</summary>
    private static bool IsPossible(BarRequest request) => request is { From: not null, WithActions: false } && request.From < request.To;

    /// <summary>The oldest session is only compared with the stored bar, as the next nine are, and is left out.</summary>
    private static List<DateOnly> SessionsOf(DateOnly first, DateOnly last) => [.. Calendar.Sessions(first.AddDays(1), last)];
}
