using Apache.Arrow;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.MarketData.Parsing;
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

    public static async Task<CoverageInputs> ReadAsync(RunContext run, SessionWindow window, CancellationToken ct) =>
        new(window, run.Market.Benchmark, await StoredSessions.ReadAsync(run, window, ct))
        {
            Memberships = await run.Tables.MembershipsAsync(ct),
            Portfolio = await TrackedSymbols.PortfolioAsync(run, ct),
            Quarantined = await QuarantinedAsync(run, window, ct),
            Recorded = await run.Tables.RecordedSymbolsAsync(window.First, window.Last, ct),
        };

    /// <summary>Open rows only: a dropped row leaves its session missing, a released one is stored. A row without a valid date has no place.</summary>
    private static async Task<ILookup<string, int>> QuarantinedAsync(RunContext run, SessionWindow window, CancellationToken ct)
    {
        var places = new List<(string Symbol, int Place)>();
        await foreach (var rows in run.Lake.QueryAsync(run.Lake.Current(), "SELECT DISTINCT symbol, date FROM quarantine WHERE status = 'open'", ct))
            for (var i = 0; i < rows.Length; i++)
                if (DateText.TryParse(((StringArray)rows.Column(1)).GetBytes(i), out var date) && window.PlaceOf(date) is { } place)
                    places.Add((((StringArray)rows.Column(0)).GetString(i), place));
        return places.ToLookup(r => r.Symbol, r => r.Place);
    }
}
