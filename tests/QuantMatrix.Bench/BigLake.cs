using QuantMatrix.Store;

namespace QuantMatrix.Bench;

/// <summary>A lake of 6.3 million bars, written by the store itself and compacted; made once and kept.</summary>
internal sealed class BigLake(Workshop workshop)
{
    public const int Symbols = 5_000, Sessions = 1_260;
    private const int SymbolsACommit = 500;

    public string Folder => Path.Combine(workshop.Kept, "lake");

    public static IReadOnlyList<string> SymbolNames { get; } = [.. Enumerable.Range(0, Symbols).Select(s => Market.Symbol(s, Symbols))];

    public async Task MakeAsync(CancellationToken ct)
    {
        if (File.Exists(Path.Combine(Folder, "manifest.json")) && IsWhole()) return;
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        await Console.Error.WriteLineAsync($"writing {Symbols * Sessions:N0} bars to {Folder} …");
        var days = Market.Days(workshop.Calendar, Sessions);
        using var lake = new Lake(Folder, TimeProvider.System, Environment.ProcessorCount);
        foreach (var some in SymbolNames.Chunk(SymbolsACommit))
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

    private bool IsWhole()
    {
        using var lake = new Lake(Folder, TimeProvider.System, 1);
        var files = lake.Current().Of(LakeTable.PriceData.Name).ToList();
        return files.Sum(f => f.Rows) == Symbols * Sessions && files.DistinctBy(f => f.Year).Count() == files.Count;
    }
}
