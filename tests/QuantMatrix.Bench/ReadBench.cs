using QuantMatrix.Indicators;
using QuantMatrix.Lake;

namespace QuantMatrix.Bench;

/// <summary>6.3 million bars out of the lake into panels, beside DuckDB handing over the same columns.</summary>
internal sealed class ReadBench : IBench
{
    private const int Repeats = 7;

    public string Name => "read";

    public async Task<Section> RunAsync(Workshop workshop, CancellationToken ct)
    {
        var lake = BigLake.Of6Million(workshop);
        await lake.MakeAsync(ct);
        var (samples, _) = await workshop.MeasureAsync(Name, []);
        var arrow = samples["arrow"].Median;
        return new Section($"read: {lake.Symbols:N0} symbols × {lake.Sessions:N0} bars into panels",
            "Symbol, date, open, high, low, close, volume from the lake's Parquet files into time-major panels with two workers; "
            + "the yardstick is `ExecuteArrowStream` of the same columns without ORDER BY, DuckDB's own threads, drained. Bars in the page cache.",
            [
                new Row("ExecuteArrowStream, drained", samples["arrow"], "s"),
                new Row("into panels, a query for every 500 symbols (as the job does)", samples["query 500"], "s"),
                new Row("into panels, a query for every 1,000 symbols", samples["query 1000"], "s"),
                new Row("into panels, a query for every 50 symbols", samples["query 50"], "s"),
                new Row("ratio, 500 symbols", Ratio("query 500"), "x") { AtMost = 1.3 },
                new Row("ratio, 1,000 symbols", Ratio("query 1000"), "x"),
                new Row("ratio, 50 symbols", Ratio("query 50"), "x"),
            ]);

        Spread Ratio(string way) => Spread.Of([samples[way].Median / arrow]);
    }

    public async Task MeasureAsync(Workshop workshop, Samples samples, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var kept = BigLake.Of6Million(workshop);
        using var lake = new DataLake(kept.Folder, TimeProvider.System, Environment.ProcessorCount, Catalogue.Standard.FeatureSchema);
        using var drain = new ArrowDrain(lake);
        var panels = new PanelRead(lake, kept.SymbolNames);
        (string Name, Func<Task<long>> LakeWriteLock)[] ways =
        [
            ("arrow", () => drain.RunAsync(ct)),
            ("query 500", () => panels.BySymbolsAsync(500, ct)),
            ("query 1000", () => panels.BySymbolsAsync(1000, ct)),
            ("query 50", () => panels.BySymbolsAsync(50, ct)),
        ];
        await Turns.AlternateAsync(ways, Repeats, kept.Bars, samples);
    }
}
