using QuantMatrix.Indicators;
using QuantMatrix.Lake;

namespace QuantMatrix.Bench;

/// <summary>The recompute job on 6.3 million bars, beside DuckDB handing over the same bars.</summary>
internal sealed class RecomputeBench : IBench
{
    private const int Repeats = 3;

    public string Name => "recompute";

    public async Task<Section> RunAsync(Workshop workshop, CancellationToken ct)
    {
        var lake = BigLake.Of6Million(workshop);
        await lake.MakeAsync(ct);
        var (samples, _) = await workshop.MeasureAsync(Name, []);
        var (arrow, job) = (samples["arrow"], samples["recompute"]);
        var alone = await AloneAsync(new RecomputeJob(workshop, lake));
        return new Section($"recompute: {RecomputeJob.Name}, {lake.Symbols:N0} symbols × {lake.Sessions:N0} bars",
            "The job as a run of its own inside one process, 2 workers, newest 5 sessions kept: lake → columns → features and cache. "
            + "Peak memory is that of whole processes that run the job once and nothing else.",
            [
                new Row("ExecuteArrowStream, drained", arrow, "s"),
                new Row("the job", job, "s"),
                new Row("the job", job.Into(lake.Bars / 1e6), "M bars/s"),
                new Row("ratio", Spread.Of([job.Median / arrow.Median]), "x") { AtMost = 3 },
                new Row("the job as a whole process", alone["seconds"], "s"),
                new Row("peak memory of that", alone["peak"], "MiB") { AtMost = 1_536 },
            ]);
    }

    public async Task MeasureAsync(Workshop workshop, Samples samples, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var kept = BigLake.Of6Million(workshop);
        using var lake = new DataLake(kept.Folder, TimeProvider.System, 1, Catalogue.Standard.FeatureSchema);
        using var drain = new ArrowDrain(lake);
        var job = new RecomputeJob(workshop, kept);
        for (var round = 0; round <= Repeats; round++)
        {
            var warmUp = round == 0 ? "warm-up " : "";
            var data = await job.DataRootAsync();
            await samples.TimeAsync(warmUp + "arrow", () => drain.RunAsync(ct));
            await samples.TimeAsync(warmUp + "recompute", () => job.RunAsync(data, ct));
        }
    }

    private static async Task<Samples> AloneAsync(RecomputeJob job)
    {
        var samples = new Samples();
        for (var i = 0; i < Repeats; i++)
        {
            var process = await job.RunAloneAsync();
            samples.Add("seconds", process.Seconds);
            samples.Add("peak", process.PeakMiB);
        }
        return samples;
    }
}
