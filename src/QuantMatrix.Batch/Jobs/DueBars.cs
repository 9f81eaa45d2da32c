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
    /// <summary>The sessions not stored of each symbol requested, among the newest that the plan looks at.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<DateOnly>> Missing { get; init; }

    /// <summary>The first session of <see cref="Missing"/> at most.</summary>
    public required DateOnly Since { get; init; }

    public static async Task<DueBars> ReadAsync(RunContext run, IReadOnlyList<string> symbols, FetchPlan plan, CancellationToken ct)
    {
        var window = new SessionWindow(run.Calendar, run.AsOf, plan.RecentSessions);
        var stored = await StoredSessions.ReadAsync(run, window, ct);
        var depths = (await run.Lake.RowsAsync(run.Lake.Current(), FetchDepth.Table, ct)).ToDictionary(d => d.Symbol, d => d.Day);
        var requests = symbols.Select(s => plan.RequestFor(s, SpanOf(s), IsFetchedBefore(s))).OfType<BarRequest>().ToList();
        return new(symbols, requests, stored.ToDictionary(s => s.Key, s => s.Value.Oldest))
        {
            Missing = requests.ToDictionary(r => r.Symbol, r => plan.Missing(SpanOf(r.Symbol), IsFetchedBefore(r.Symbol))),
            Since = window.First,
        };

        StoredSpan? SpanOf(string symbol) => Span(stored.GetValueOrDefault(symbol), window);

        bool IsFetchedBefore(string symbol) => depths.TryGetValue(symbol, out var oldest) && oldest <= Day.Of(plan.First);
    }

    private static StoredSpan? Span(StoredSessions? stored, SessionWindow window) =>
        stored is null ? null : new(stored.Oldest, stored.Newest, [.. stored.Places.Select(place => window.Sessions[place])]);
}
