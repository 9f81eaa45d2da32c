using QuantMatrix.Compute;
using QuantMatrix.Publish.Embedded;
using QuantMatrix.Store;

namespace QuantMatrix.Bench;

/// <summary>The recompute job whole, on the big lake: read, every column, features written, cache published.</summary>
internal sealed class RecomputeBench : IBench
{
    private const string Job = "recompute_indicators_universe";
    private const int Repeats = 3;

    public string Name => "recompute";

    public async Task<Section> RunAsync(Workshop workshop, CancellationToken ct)
    {
        await new BigLake(workshop).MakeAsync(ct);
        var (samples, process) = await workshop.MeasureAsync(Name, []);
        var seconds = samples["recompute"];
        double Speed(double s) => BigLake.Symbols * BigLake.Sessions / s / 1e6;
        return new Section($"recompute: {Job}, {BigLake.Symbols:N0} symbols × {BigLake.Sessions:N0} bars",
            "The job as a run of its own inside one process, 2 workers, newest 5 sessions kept: lake → columns → features and cache. Peak memory is the process's, with the yardstick's turns in it.",
            [
                new Row("ExecuteArrowStream, drained", samples["arrow"], "s"),
                new Row("the job", seconds, "s") { PeakMiB = Spread.Of([process.PeakMiB]) },
                new Row("the job", new Spread(Speed(seconds.Median), Speed(seconds.Max), Speed(seconds.Min), seconds.Count), "M bars/s"),
                new Row("ratio", Spread.Of([seconds.Median / samples["arrow"].Median]), "x"),
            ]);
    }

    public async Task MeasureAsync(Workshop workshop, Samples samples, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var kept = new BigLake(workshop).Folder;
        using var lake = new Lake(kept, TimeProvider.System, 1);
        using var drain = new ArrowDrain(lake);
        for (var round = 0; round <= Repeats; round++)
        {
            var warmUp = round == 0 ? "warm-up " : "";
            var data = await DataRootAsync(workshop, kept);
            await samples.TimeAsync(warmUp + "arrow", () => drain.RunAsync(ct));
            await samples.TimeAsync(warmUp + "recompute", () => BatchProgram.RunAsync(workshop, data, Path.Combine(data, "replay"),
                ["run", Job, "--as-of", $"{Market.LastSession:yyyy-MM-dd}", "--workers", "2"], ct));
        }
    }

    /// <summary>A data root whose lake shares the kept one's bars but not its features, where every symbol is tracked.</summary>
    private static async Task<string> DataRootAsync(Workshop workshop, string kept)
    {
        var data = Directory.CreateDirectory(Path.Combine(workshop.Passing, Guid.NewGuid().ToString("N"))).FullName;
        var (lake, replay) = (Directory.CreateDirectory(Path.Combine(data, "lake")).FullName, Directory.CreateDirectory(Path.Combine(data, "replay")).FullName);
        Directory.CreateSymbolicLink(Path.Combine(lake, LakeTable.PriceData.Name), Path.Combine(kept, LakeTable.PriceData.Name));
        foreach (var manifest in Directory.EnumerateFiles(kept, "manifest*.json")) File.Copy(manifest, Path.Combine(lake, Path.GetFileName(manifest)));
        await File.WriteAllTextAsync(Path.Combine(replay, "SPY.csv"), "date,open,high,low,close,volume\n2025-12-31,1,1,1,1,1\n");
        var target = new EmbeddedTarget(Path.Combine(data, "embedded", "quantmatrix.duckdb"), Catalogue.Standard, TimeProvider.System);
        await target.Tables.MigrateAsync();
        await target.Sets.ReplaceSetAsync("tracked:all", BigLake.SymbolNames);
        return data;
    }
}
