using Apache.Arrow;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Parts;

/// <summary>A run of tracked symbols whose features are computed together.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Fingerprint">Of everything its rows depend on.</param>
internal sealed record FeaturePart(int Number, IReadOnlyList<string> Symbols, string Fingerprint);

/// <summary>The parts of an order: equal in every process that has the same lake, order and build.</summary>
/// <param name="bars">Reads bars up to the order's day.</param>
/// <param name="ranks">Of the sessions kept.</param>
internal sealed class FeatureParts(DataLake lake, SymbolParts bars, ComputeOrder order, MarketContext market, MarketRanks ranks)
{
    /// <summary>Counts the symbols of computed parts; without it, rows for a later count are written with each part.</summary>
    public BreadthComputation? Breadth { get; init; }

    public async Task<IReadOnlyList<FeaturePart>> ListAsync(CancellationToken ct)
    {
        var most = order.Options.PartBars;
        var runs = Cut(order.Tracked, bars.Prices.Rows(PriceData.Name) <= most ? [] : await CountAsync(lake, bars.Prices, $"FROM {PriceData.Name}", ct), most);
        return [.. runs.Select((symbols, number) => new FeaturePart(number, symbols, Fingerprint(symbols)))];
    }

    /// <summary>Runs of symbols with at most so many bars together, unless a single symbol has more.</summary>
    /// <param name="count">Stored bars; a symbol that is missing has none.</param>
    internal static IReadOnlyList<IReadOnlyList<string>> Cut(IReadOnlyList<string> symbols, IReadOnlyDictionary<string, long> count, long most)
    {
        var (runs, rows) = (new List<List<string>>(), 0L);
        foreach (var symbol in symbols)
        {
            var own = count.GetValueOrDefault(symbol);
            if (runs.Count == 0 || rows + own > most)
            {
                runs.Add([]);
                rows = 0;
            }
            runs[^1].Add(symbol);
            rows += own;
        }
        return runs;
    }

    /// <summary>The receipt of a part that is computed already, whose symbols are counted; null for none.</summary>
    public async Task<PartReceipt?> FindAsync(PartStore store, FeaturePart part, CancellationToken ct)
    {
        var receipt = store.Find(part.Fingerprint);
        if (receipt is not null && Breadth is not null) await Breadth.AddAsync(store, receipt, part.Symbols, ct);
        return receipt;
    }

    /// <summary>Computes a part and writes its files and receipt.</summary>
    /// <param name="newest">Receives the newest row of each symbol; null when they are not needed.</param>
    public Task<PartReceipt> ComputeAsync(PartStore store, FeaturePart part, NewestRows? newest, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var rows = new List<BreadthRow>();
        var breadth = Breadth ?? new(market, order.BreadthFrom is { } first ? Day.Of(first) : null, rows.AddRange);
        var computation = new FeatureComputation(bars, market with { Ranks = ranks.Ranks }, order.Options, breadth);
        var batches = computation.BatchesAsync(part.Symbols, progress, ct);
        return store.WriteAsync(part.Fingerprint, newest?.KeepAsync(batches) ?? batches, () => computation.Structures,
            Breadth is null && order.BreadthFrom is { } from ? (from, rows) : null, ct);
    }

    private string Fingerprint(IReadOnlyList<string> symbols)
    {
        string[] inputs =
        [
            Files(symbols), Files([order.Options.Benchmark]), string.Join(' ', symbols), $"{order.AsOf:O}",
            RecomputeIndicatorsUniverseJob.Content(order.Options), order.Code, order.Calendar, ranks.Scores,
        ];
        return InputFingerprints.Of(("part", string.Join('\n', inputs))).Parts["part"];
    }

    private string Files(IReadOnlyList<string> symbols) =>
        string.Join(' ', bars.Prices.BarsOf(new BarRange { Symbols = symbols, To = order.AsOf }).Select(f => f.Hash));

    /// <summary>The number of rows of each symbol.</summary>
    /// <param name="source">FROM with the table, and WHERE.</param>
    internal static async Task<Dictionary<string, long>> CountAsync(DataLake lake, Manifest manifest, string source, CancellationToken ct)
    {
        var count = new Dictionary<string, long>();
        await foreach (var rows in lake.QueryAsync(manifest, $"SELECT symbol, count(*) {source} GROUP BY symbol", ct))
            for (var i = 0; i < rows.Length; i++) count[((StringArray)rows.Column(0)).GetString(i)] = ((Int64Array)rows.Column(1)).Values[i];
        return count;
    }
}
