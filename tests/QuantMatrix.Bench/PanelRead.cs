using System.Threading.Channels;
using QuantMatrix.Compute;
using QuantMatrix.Store;

namespace QuantMatrix.Bench;

/// <summary>Reads a lake's bars into panels with two workers, by each of the ways the store offers.</summary>
internal sealed class PanelRead(Lake lake, SessionCalendar calendar)
{
    private const int Workers = 2, FieldSlots = 6;
    private readonly Manifest manifest = lake.Current();
    private long rows;

    /// <summary>A query for each batch of symbols, as the recompute job does.</summary>
    public async Task<long> BySymbolsAsync(int symbolsABatch, CancellationToken ct)
    {
        rows = 0;
        var batches = BigLake.SymbolNames.Chunk(symbolsABatch).ToArray();
        var next = -1;
        await InParallel(async panel =>
        {
            for (int b; (b = Interlocked.Increment(ref next)) < batches.Length;)
                Load(panel, await lake.PricesAsync(manifest, new BarRange { Symbols = batches[b] }, ct));
        });
        return rows;
    }

    /// <summary>One walk over all files that hands batches of symbols to the workers.</summary>
    public async Task<long> ByWalkAsync(int symbolsABatch, CancellationToken ct)
    {
        rows = 0;
        var ready = Channel.CreateBounded<Bars>(Workers);
        var loading = InParallel(async panel =>
        {
            await foreach (var bars in ready.Reader.ReadAllAsync(ct)) Load(panel, bars);
        });
        await foreach (var bars in lake.Reader.PriceBatchesAsync(manifest.Of(LakeTable.PriceData.Name), new BarRange(), symbolsABatch, ct))
            await ready.Writer.WriteAsync(bars, ct);
        ready.Writer.Complete();
        await loading;
        return rows;
    }

    /// <summary>A fast way that hands over other bars is no way.</summary>
    /// <exception cref="InvalidOperationException">The walk's bars are not those of the queries.</exception>
    public async Task RequireSameBarsAsync(int symbolsABatch, CancellationToken ct)
    {
        await foreach (var walked in lake.Reader.PriceBatchesAsync(manifest.Of(LakeTable.PriceData.Name), new BarRange(), symbolsABatch, ct))
        {
            var queried = await lake.PricesAsync(manifest, new BarRange { Symbols = walked.Symbols }, ct);
            if (!Same(walked, queried)) throw new InvalidOperationException($"bars of {walked.Symbols[0]} … {walked.Symbols[^1]}: the walk and the query differ");
        }
    }

    private static bool Same(Bars a, Bars b) =>
        a.Symbols.SequenceEqual(b.Symbols) && a.Starts.SequenceEqual(b.Starts) && a.Days.SequenceEqual(b.Days) && a.Volume.SequenceEqual(b.Volume)
        && a.Open.SequenceEqual(b.Open) && a.High.SequenceEqual(b.High) && a.Low.SequenceEqual(b.Low) && a.Close.SequenceEqual(b.Close);

    private Task InParallel(Func<Panel, Task> work) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => work(new Panel(FieldSlots, calendar)))));

    private void Load(Panel panel, Bars bars)
    {
        Span<int> lanes = stackalloc int[Panel.Lanes];
        for (var at = 0; at < bars.Symbols.Count; at += Panel.Lanes)
        {
            var count = Math.Min(Panel.Lanes, bars.Symbols.Count - at);
            for (var lane = 0; lane < count; lane++) lanes[lane] = at + lane;
            panel.Load(bars, lanes[..count]);
        }
        Interlocked.Add(ref rows, bars.Count);
    }
}
