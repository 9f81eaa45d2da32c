using QuantMatrix.Indicators;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Publish.Embedded;

namespace QuantMatrix.Bench;

/// <summary>The recompute job whole, on a big lake: read, every column, features written, cache published.</summary>
internal sealed class RecomputeJob(Workshop workshop, BigLake lake)
{
    public const string Name = "recompute_indicators_universe";
    private static readonly string[] Arguments = ["run", Name, "--as-of", $"{Market.LastSession:yyyy-MM-dd}", "--workers", "2"];

    /// <summary>As a run of its own inside this process.</summary>
    public Task RunAsync(string data, CancellationToken ct) => BatchProgram.RunAsync(workshop, data, Replay(data), Arguments, ct);

    /// <summary>In a process that does nothing else.</summary>
    public async Task<ChildProcess> RunAloneAsync()
    {
        var data = await DataRootAsync();
        return await BatchProgram.RunAloneAsync(workshop, data, Replay(data), Arguments);
    }

    /// <summary>A new data root whose lake shares the kept one's bars but not its features, where every symbol is tracked.</summary>
    public async Task<string> DataRootAsync()
    {
        var data = Directory.CreateDirectory(Path.Combine(workshop.Passing, Guid.NewGuid().ToString("N"))).FullName;
        var (root, replay) = (Directory.CreateDirectory(Path.Combine(data, "lake")).FullName, Directory.CreateDirectory(Replay(data)).FullName);
        Directory.CreateSymbolicLink(Path.Combine(root, PriceData.Name), Path.Combine(lake.Folder, PriceData.Table.Name));
        foreach (var manifest in Directory.EnumerateFiles(lake.Folder, "manifest*.json")) File.Copy(manifest, Path.Combine(root, Path.GetFileName(manifest)));
        await File.WriteAllTextAsync(Path.Combine(replay, $"{Market.Benchmark}.csv"), "date,open,high,low,close,volume\n2025-12-31,1,1,1,1,1\n");
        var target = new EmbeddedTarget(Path.Combine(data, "embedded", "quantmatrix.duckdb"), Catalogue.Standard.Columns, TimeProvider.System);
        await target.Tables.MigrateAsync();
        await target.Sets.ReplaceSetAsync("tracked:all", lake.SymbolNames);
        return data;
    }

    private static string Replay(string data) => Path.Combine(data, "replay");
}
