using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Jobs;

/// <summary>The requests that bring the lake up to date, according to the <see cref="FetchPlan"/>.</summary>
/// <param name="Symbols">All symbols considered.</param>
/// <param name="Requests">At most one per symbol; none for a symbol that is up to date.</param>
/// <param name="Oldest">First stored session of each symbol with bars.</param>
internal sealed record DueBars(IReadOnlyList<string> Symbols, IReadOnlyList<BarRequest> Requests, IReadOnlyDictionary<string, DateOnly> Oldest)
{
    public static async Task<DueBars> ReadAsync(RunContext run, IReadOnlyList<string> symbols, FetchPlan plan, CancellationToken ct)
    {
        var window = new SessionWindow(run.Calendar, run.AsOf, plan.RecentSessions);
        var stored = await StoredSessions.ReadAsync(run, window, ct);
        var depths = (await run.Lake.RowsAsync(run.Lake.Current(), FetchDepth.Table, ct)).ToDictionary(d => d.Symbol, d => d.Day);
        var requests = symbols.Select(s => plan.RequestFor(s, Span(stored.GetValueOrDefault(s), window), IsFetchedBefore(s)));
        return new(symbols, [.. requests.OfType<BarRequest>()], stored.ToDictionary(s => s.Key, s => s.Value.Oldest));

        bool IsFetchedBefore(string symbol) => depths.TryGetValue(symbol, out var oldest) && oldest <= Day.Of(plan.First);
    }

    private static StoredSpan? Span(StoredSessions? stored, SessionWindow window) =>
        stored is null ? null : new(stored.Oldest, stored.Newest, [.. stored.Places.Select(place => window.Sessions[place])]);
}
