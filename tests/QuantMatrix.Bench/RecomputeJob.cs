using QuantMatrix.Indicators;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Publish.Embedded;

namespace QuantMatrix.Bench;

/// <summary>The complete recompute job on a big lake: read, compute, write features, publish the cache.</summary>
internal sealed class RecomputeJob(BenchEnvironment env, BigLake lake)
{
    public const string Name = "recompute_indicators_universe";
    private static readonly string[] Arguments = ["run", Name, "--as-of", $"{Market.LastSession:yyyy-MM-dd}", "--workers", "2"];

    /// <summary>Runs the job, or another command, inside this process.</summary>
    public Task RunAsync(string data, CancellationToken ct, params IReadOnlyList<string> command) =>
        BatchProgram.RunAsync(env, data, Replay(data), command.Count == 0 ? Arguments : command, ct);

    /// <summary>Runs in a dedicated process.</summary>
    public async Task<ChildProcess> RunProcessAsync()
    {
        var data = await DataRootAsync();
        return await BatchProgram.RunProcessAsync(env, data, Replay(data), Arguments);
    }

    /// <summary>A new data root that tracks every symbol and shares the files of the cached lake.</summary>
    public async Task<string> DataRootAsync()
    {
        var data = Directory.CreateDirectory(Path.Combine(env.Temp, Guid.NewGuid().ToString("N"))).FullName;
        var replay = Directory.CreateDirectory(Replay(data)).FullName;
        lake.LinkTo(Path.Combine(data, "lake"));
        File.Copy(lake.CheckedFiles, new DataRoot(data).CheckedFiles);
        await File.WriteAllTextAsync(Path.Combine(replay, $"{Market.Benchmark}.csv"), "date,open,high,low,close,volume\n2025-12-31,1,1,1,1,1\n");
        var target = new EmbeddedTarget(Path.Combine(data, "embedded", "quantmatrix.duckdb"), Catalogue.Standard.Columns, TimeProvider.System);
        await target.Tables.MigrateAsync();
        await target.Sets.ReplaceSetAsync("tracked:all", lake.SymbolNames);
        return data;
    }

    private static string Replay(string data) => Path.Combine(data, "replay");
}
