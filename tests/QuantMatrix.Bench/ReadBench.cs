using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>6.3 million bars read from the lake into panels, compared with DuckDB reading the same columns.</summary>
internal sealed class ReadBench : IBench
{
    private const int Repeats = 7;

    public string Name => "read";

    public async Task<Section> RunAsync(BenchEnvironment env, CancellationToken ct)
    {
        var lake = BigLake.Of6Million(env);
        await lake.MakeAsync(ct);
        var (measured, _) = await env.MeasureAsync(Name, []);
        var arrow = measured["arrow"].Median;
        return new Section($"read: {lake.Symbols:N0} symbols × {lake.Sessions:N0} bars into panels",
            "Symbol, date, open, high, low, close, volume from the lake's Parquet files into time-major panels with two workers; "
            + "the baseline is `ExecuteArrowStream` of the same columns without ORDER BY, on DuckDB's own threads, drained. Files are in the page cache.",
            [
                new Row("ExecuteArrowStream, drained", measured["arrow"], "s"),
                new Row("into panels, one query for every 500 symbols (as the job does)", measured["query 500"], "s"),
                new Row("into panels, one query for every 1,000 symbols", measured["query 1000"], "s"),
                new Row("into panels, one query for every 50 symbols", measured["query 50"], "s"),
                new Row("ratio, 500 symbols", Ratio("query 500"), "x") { AtMost = 1.3 },
                new Row("ratio, 1,000 symbols", Ratio("query 1000"), "x"),
                new Row("ratio, 50 symbols", Ratio("query 50"), "x"),
            ]);

        Spread Ratio(string variant) => Spread.Of([measured[variant].Median / arrow]);
    }

    public async Task MeasureAsync(BenchEnvironment env, Measurements measured, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var kept = BigLake.Of6Million(env);
        using var lake = new DataLake(kept.Folder, TimeProvider.System, Environment.ProcessorCount, Catalogue.Standard.FeatureSchema);
        using var drain = new ArrowDrain(lake);
        var panels = new PanelRead(lake, kept.SymbolNames);
        (string Name, Func<Task<long>> Run)[] variants =
        [
            ("arrow", () => drain.RunAsync(ct)),
            ("query 500", () => panels.BySymbolsAsync(500, ct)),
            ("query 1000", () => panels.BySymbolsAsync(1000, ct)),
            ("query 50", () => panels.BySymbolsAsync(50, ct)),
        ];
        await Interleaved.RunAsync(variants, Repeats, kept.Bars, measured);
    }
}

/// <summary>Reads a lake's bars into panels with two workers.</summary>
internal sealed class PanelRead(DataLake lake, IReadOnlyList<string> symbols)
{
    private const int Workers = 2;
    private readonly Manifest manifest = lake.Current();
    private long rows;

    /// <summary>One query for each batch of symbols, as in the recompute job.</summary>
    public async Task<long> BySymbolsAsync(int symbolsPerBatch, CancellationToken ct)
    {
        rows = 0;
        var batches = symbols.Chunk(symbolsPerBatch).ToArray();
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

    private static Task InParallel(Func<Panel, Task> work)
    {
        bool[] everyField = [.. BarField.All.Select(_ => true)];
        return Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => work(new Panel(everyField.Length, everyField)))));
    }

    private void Load(Panel panel, Bars bars)
    {
        Span<int> lanes = stackalloc int[Panel.Lanes];
        for (var s = 0; s < bars.Symbols.Count; s += Panel.Lanes)
        {
            var count = Math.Min(Panel.Lanes, bars.Symbols.Count - s);
            for (var lane = 0; lane < count; lane++) lanes[lane] = s + lane;
            panel.Load(bars, lanes[..count]);
        }
        Interlocked.Add(ref rows, bars.Count);
    }
}
