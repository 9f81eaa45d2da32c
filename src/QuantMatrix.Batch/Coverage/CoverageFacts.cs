using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Coverage;

/// <summary>All that coverage is worked out from.</summary>
/// <param name="Stored">What the lake holds, by symbol.</param>
internal sealed record CoverageFacts(SessionWindow Window, string Benchmark, IReadOnlyDictionary<string, StoredSessions> Stored)
{
    public IReadOnlyList<Membership> Memberships { get; init; } = [];

    public IReadOnlyList<string> Portfolio { get; init; } = [];

    /// <summary>Places in the window that the quarantine holds a row of, by symbol.</summary>
    public ILookup<string, int> Refused { get; init; } = Enumerable.Empty<int>().ToLookup(_ => "");

    /// <summary>How many symbols <c>market_analysis_history</c> holds of a session.</summary>
    public IReadOnlyDictionary<DateOnly, int> Recorded { get; init; } = new Dictionary<DateOnly, int>();

    public static async Task<CoverageFacts> ReadAsync(RunContext run, SessionWindow window, string benchmark, CancellationToken ct) =>
        new(window, benchmark, await StoredSessions.ReadAsync(run, window, ct))
        {
            Memberships = await run.Tables.MembershipsAsync(ct),
            Portfolio = await TrackedSymbols.PortfolioAsync(run, ct),
            Refused = await RefusedSessions.ReadAsync(run, window, ct),
            Recorded = await run.Tables.RecordedSymbolsAsync(window.First, window.Last, ct),
        };
}
