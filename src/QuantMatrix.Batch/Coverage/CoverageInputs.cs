using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Coverage;

/// <summary>Everything that coverage is computed from.</summary>
/// <param name="Stored">Stored sessions by symbol.</param>
internal sealed record CoverageInputs(SessionWindow Window, string Benchmark, IReadOnlyDictionary<string, StoredSessions> Stored)
{
    public IReadOnlyList<Membership> Memberships { get; init; } = [];

    public IReadOnlyList<string> Portfolio { get; init; } = [];

    /// <summary>Places in the window with an open quarantine row, by symbol.</summary>
    public ILookup<string, int> Quarantined { get; init; } = Enumerable.Empty<int>().ToLookup(_ => "");

    /// <summary>Number of symbols that <c>market_analysis_history</c> holds per session.</summary>
    public IReadOnlyDictionary<DateOnly, int> Recorded { get; init; } = new Dictionary<DateOnly, int>();

    /// <summary>Symbols of a replay folder of which every row was refused.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    public static async Task<CoverageInputs> ReadAsync(RunContext run, SessionWindow window, QuarantinedSessions quarantined, CancellationToken ct)
    {
        var stored = await StoredSessions.ReadAsync(run, window, ct);
        return new(window, run.Market.Benchmark, stored)
        {
            Memberships = await run.Tables.MembershipsAsync(ct),
            Portfolio = await TrackedSymbols.PortfolioAsync(run, ct),
            Quarantined = quarantined.In(window),
            Refused = run.Sources.IsLocal ? [.. quarantined.SymbolsInFolder(window).Where(s => !stored.ContainsKey(s) && IsTicker(s))] : [],
            Recorded = await run.Tables.RecordedSymbolsAsync(window.First, window.Last, ct),
        };
    }

    private static bool IsTicker(string text) => Symbols.TryCanonical(text, out var symbol) && symbol == text;
}
