using QuantMatrix.Indicators;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;

namespace QuantMatrix.Bench;

/// <summary>A lake of millions of bars, written by the store itself and compacted; made once and kept.</summary>
internal sealed class BigLake
{
    /// <summary>What is held in memory at a time while it is written.</summary>
    private const int BarsACommit = 630_000;

    private readonly Workshop workshop;

    private BigLake(Workshop workshop, int symbols, int sessions)
    {
        (this.workshop, Symbols, Sessions) = (workshop, symbols, sessions);
        Folder = Path.Combine(workshop.Kept, $"lake_{symbols}x{sessions}");
        SymbolNames = Names(symbols);
    }

    public string Folder { get; }

    public int Symbols { get; }

    public int Sessions { get; }

    public int Bars => Symbols * Sessions;

    public IReadOnlyList<string> SymbolNames { get; }

    /// <summary>Five years of the listed market.</summary>
    public static BigLake Of6Million(Workshop workshop) => new(workshop, 5_000, 1_260);

    /// <summary>Twenty years of twice as many symbols.</summary>
    public static BigLake Of50Million(Workshop workshop) => new(workshop, 10_000, 5_000);

    public async Task MakeAsync(CancellationToken ct)
    {
        if (File.Exists(Path.Combine(Folder, "manifest.json")) && IsWhole()) return;
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        await Console.Error.WriteLineAsync($"writing {Bars:N0} bars to {Folder} …");
        var days = Market.Days(workshop.Calendar, Sessions);
        using var lake = new DataLake(Folder, TimeProvider.System, Environment.ProcessorCount, Catalogue.Standard.FeatureSchema);
        foreach (var some in SymbolNames.Chunk(BarsACommit / Sessions))
        {
            var commit = lake.Begin("bench");
            await commit.MergeBarsAsync(Market.Bars(some, days), ct);
            commit.Publish();
        }
        var compaction = lake.Begin("bench");
        await compaction.CompactAsync(1, ct);
        compaction.Publish();
        lake.Sweep(TimeSpan.Zero);
    }

    /// <summary>Ordinal order, the benchmark among them.</summary>
    private static string[] Names(int symbols)
    {
        string[] names = [.. Enumerable.Range(0, symbols).Select(s => Market.Symbol(s, symbols))];
        names[Array.FindLastIndex(names, n => string.CompareOrdinal(n, Market.Benchmark) < 0)] = Market.Benchmark;
        return names;
    }

    private bool IsWhole()
    {
        using var lake = new DataLake(Folder, TimeProvider.System, 1, Catalogue.Standard.FeatureSchema);
        var files = lake.Current().Of(PriceData.Name).ToList();
        return files.Sum(f => f.Rows) == Bars && files.DistinctBy(f => f.Year).Count() == files.Count;
    }
}
