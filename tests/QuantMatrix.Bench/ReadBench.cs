using QuantMatrix.Store;

namespace QuantMatrix.Bench;

/// <summary>6.3 million bars out of the lake into panels, beside DuckDB handing over the same columns.</summary>
internal sealed class ReadBench : IBench
{
    private const int Repeats = 7, SymbolsABatch = 50;

    public string Name => "read";

    public async Task<Section> RunAsync(Workshop workshop, CancellationToken ct)
    {
        await new BigLake(workshop).MakeAsync(ct);
        var (samples, _) = await workshop.MeasureAsync(Name, []);
        var arrow = samples["arrow"].Median;
        return new Section($"read: {BigLake.Symbols:N0} symbols × {BigLake.Sessions:N0} bars into panels",
            "Symbol, date, open, high, low, close, volume from the lake's Parquet files into time-major panels with two workers; "
            + "the yardstick is `ExecuteArrowStream` of the same columns without ORDER BY, DuckDB's own threads, drained. Bars in the page cache.",
            [
                new Row("ExecuteArrowStream, drained", samples["arrow"], "s"),
                new Row($"one walk over the files, batches of {SymbolsABatch} symbols", samples["walk"], "s"),
                new Row($"a query for every {SymbolsABatch} symbols", samples["query 50"], "s"),
                new Row("a query for every 500 symbols", samples["query 500"], "s"),
                new Row("ratio of the walk", Ratio("walk"), "x") { AtMost = 1.3 },
                new Row($"ratio of a query for every {SymbolsABatch} symbols", Ratio("query 50"), "x"),
                new Row("ratio of a query for every 500 symbols", Ratio("query 500"), "x"),
            ]);

        Spread Ratio(string way) => Spread.Of([samples[way].Median / arrow]);
    }

    public async Task MeasureAsync(Workshop workshop, Samples samples, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        using var lake = new Lake(new BigLake(workshop).Folder, TimeProvider.System, Environment.ProcessorCount);
        using var drain = new ArrowDrain(lake);
        var panels = new PanelRead(lake, workshop.Calendar);
        await panels.RequireSameBarsAsync(SymbolsABatch, ct);
        (string Name, Func<Task<long>> Turn)[] ways =
        [
            ("arrow", () => drain.RunAsync(ct)),
            ("walk", () => panels.ByWalkAsync(SymbolsABatch, ct)),
            ("query 50", () => panels.BySymbolsAsync(SymbolsABatch, ct)),
            ("query 500", () => panels.BySymbolsAsync(500, ct)),
        ];
        await Turns.AlternateAsync(ways, Repeats, BigLake.Symbols * BigLake.Sessions, samples);
    }
}
