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
internal sealed class FeatureParts
{
    private readonly DataLake lake;
    private readonly SymbolParts bars;
    private readonly ComputeOrder order;
    private readonly MarketContext market;
    private readonly ComputedRanks ranks;

    private FeatureParts(DataLake lake, SymbolParts bars, ComputeOrder order, MarketContext market, ComputedRanks ranks) =>
        (this.lake, this.bars, this.order, this.market, this.ranks) = (lake, bars, order, market with { Ranks = ranks.Ranks }, ranks);

    /// <summary>Ranks the sessions kept, which every part needs.</summary>
    /// <param name="bars">Reads bars up to the order's day.</param>
    public static async Task<FeatureParts> OpenAsync(
        DataLake lake, SymbolParts bars, ComputeOrder order, MarketContext market, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var computation = new RankComputation(bars, market, new IndexMembers(order.Memberships));
        return new(lake, bars, order, market, await computation.RanksAsync(order.Tracked.ToHashSet(), order.Options.Keep.Sessions, progress, ct));
    }

    public async Task<IReadOnlyList<FeaturePart>> ListAsync(CancellationToken ct)
    {
        var most = order.Options.PartBars;
        var rows = bars.Prices.Rows(PriceData.Name) <= most ? [] : await SymbolRuns.CountAsync(lake, bars.Prices, $"FROM {PriceData.Name}", ct);
        return [.. SymbolRuns.Cut(order.Tracked, rows, most).Select((symbols, number) => new FeaturePart(number, symbols, Fingerprint(symbols)))];
    }

    /// <summary>Computes a part and writes its files and receipt.</summary>
    /// <param name="newest">Receives the newest row of each symbol.</param>
    /// <param name="breadth">Counts the symbols.</param>
    public Task<PartReceipt> ComputeAsync(
        PartStore store, FeaturePart part, NewestRows newest, BreadthComputation breadth, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var computation = new FeatureComputation(bars, market, order.Options, breadth);
        var batches = newest.KeepAsync(computation.BatchesAsync(part.Symbols, progress, ct));
        return store.WriteAsync(part.Fingerprint, batches, () => computation.Structures, null, ct);
    }

    /// <summary>Computes a part for a later run, which counts breadth from the rows that are written with it.</summary>
    public Task<PartReceipt> PrepareAsync(PartStore store, FeaturePart part, CancellationToken ct)
    {
        var (from, rows) = (order.BreadthFrom, new List<BreadthRow>());
        var computation = new FeatureComputation(bars, market, order.Options, new(market, from is { } day ? Day.Of(day) : null, rows.AddRange));
        var batches = computation.BatchesAsync(part.Symbols, new Progress<JobProgress>(), ct);
        return store.WriteAsync(part.Fingerprint, batches, () => computation.Structures, from is { } first ? (first, rows) : null, ct);
    }

    private string Fingerprint(IReadOnlyList<string> symbols)
    {
        string[] inputs =
        [
            Files(symbols), Files([order.Options.Benchmark]), string.Join(' ', symbols), $"{order.AsOf:O}",
            order.Options.Content(), order.Code, order.Calendar, ranks.Scores,
        ];
        return InputFingerprints.Of(("part", string.Join('\n', inputs))).Parts["part"];
    }

    private string Files(IReadOnlyList<string> symbols) =>
        string.Join(' ', bars.Prices.BarsOf(new BarRange { Symbols = symbols, To = order.AsOf }).Select(f => f.Hash));
}
