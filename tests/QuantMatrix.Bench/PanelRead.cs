using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>Reads a lake's bars into panels with two workers.</summary>
internal sealed class PanelRead(DataLake lake, IReadOnlyList<string> symbols)
{
    private const int Workers = 2;
    private readonly Manifest manifest = lake.Current();
    private long rows;

    /// <summary>A query for each part of the symbols, as the recompute job does.</summary>
    public async Task<long> BySymbolsAsync(int symbolsABatch, CancellationToken ct)
    {
        rows = 0;
        var batches = symbols.Chunk(symbolsABatch).ToArray();
        var next = -1;
        await InParallel(async panel =>
        {
            for (int b; (b = Interlocked.Increment(ref next)) < batches.Length;)
            {
                var bars = await lake.PricesAsync(manifest, new BarRange { Symbols = batches[b] }, ct);
                Load(panel, bars);
                bars.Recycle();
            }
        });
        return rows;
    }

    private static Task InParallel(Func<Panel, Task> work) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => work(new Panel(BarField.All.Count, [.. BarField.All.Select(_ => true)])))));

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
