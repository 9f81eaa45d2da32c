using QuantMatrix.Indicators;
using QuantMatrix.Lake;

namespace QuantMatrix.Bench;

/// <summary>The recompute job on 6.3 million bars, compared with DuckDB reading the same bars.</summary>
internal sealed class RecomputeBench : IBench
{
    private const int Repeats = 3;

    public string Name => "recompute";

    public async Task<Section> RunAsync(BenchEnvironment env, CancellationToken ct)
    {
        var lake = BigLake.Of6Million(env);
        await lake.MakeAsync(ct);
        var (measured, _) = await env.MeasureAsync(Name, []);
        var (arrow, job) = (measured["arrow"], measured["recompute"]);
        var alone = await SeparatelyAsync(new RecomputeJob(env, lake));
        return new Section($"recompute: {RecomputeJob.Name}, {lake.Symbols:N0} symbols × {lake.Sessions:N0} bars",
            "The job as a run inside one process, 2 workers, newest 5 sessions kept: lake → columns → features and cache. "
            + "Peak memory is of separate processes that only run the job, once.",
            [
                new Row("ExecuteArrowStream, drained", arrow, "s"),
                new Row("the job", job, "s"),
                new Row("the job", job.Into(lake.Bars / 1e6), "M bars/s"),
                new Row("ratio of the times", Spread.Of([job.Median / arrow.Median]), "x") { AtMost = 3 },
                new Row("the job as a separate process", alone["seconds"], "s"),
                new Row("peak memory of that process", alone["peak"], "MiB") { AtMost = 1_536 },
            ]);
    }

    public async Task MeasureAsync(BenchEnvironment env, Measurements measured, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var kept = BigLake.Of6Million(env);
        using var lake = new DataLake(kept.Folder, TimeProvider.System, 1, Catalogue.Standard.FeatureSchema);
        using var drain = new ArrowDrain(lake);
        var job = new RecomputeJob(env, kept);
        for (var round = 0; round <= Repeats; round++)
        {
            var warmUp = round == 0 ? "warm-up " : "";
            var data = await job.DataRootAsync();
            await measured.TimeAsync(warmUp + "arrow", () => drain.RunAsync(ct));
            await measured.TimeAsync(warmUp + "recompute", () => job.RunAsync(data, ct));
        }
    }

    private static async Task<Measurements> SeparatelyAsync(RecomputeJob job)
    {
        var measured = new Measurements();
        for (var i = 0; i < Repeats; i++)
        {
            var process = await job.RunProcessAsync();
            measured.Add("seconds", process.Seconds);
            measured.Add("peak", process.PeakMiB);
        }
        return measured;
    }
}

/// <summary>The recompute job on 50 million bars, interleaved with 6.3 million: time should grow with the bars, memory should not.</summary>
internal sealed class Recompute50Bench : IBench
{
    private const int Repeats = 2;

    public string Name => "recompute50";

    public async Task<Section> RunAsync(BenchEnvironment env, CancellationToken ct)
    {
        var (small, big) = (BigLake.Of6Million(env), BigLake.Of50Million(env));
        await small.MakeAsync(ct);
        await big.MakeAsync(ct);
        var (measured, _) = await env.MeasureAsync(Name, []);
        var alone = await new RecomputeJob(env, big).RunProcessAsync();
        var (smallTime, bigTime) = (measured["small"], measured["big"]);
        return new Section($"recompute50: {RecomputeJob.Name}, {big.Symbols:N0} symbols × {big.Sessions:N0} bars",
            $"As recompute, on {big.Bars:N0} bars, interleaved with {small.Bars:N0} in one process. "
            + "Peak memory is of a separate process that only runs the large job, once.",
            [
                new Row("the job", bigTime, "s"),
                new Row("the job", bigTime.Into(big.Bars / 1e6), "M bars/s"),
                new Row($"the job on {small.Bars:N0} bars", smallTime.Into(small.Bars / 1e6), "M bars/s"),
                new Row("ratio of the times per bar", Spread.Of([bigTime.Median / big.Bars / (smallTime.Median / small.Bars)]), "x") { AtMost = 1.25 },
                new Row("the job as a separate process", Spread.Of([alone.Seconds]), "s"),
                new Row("peak memory of that process", Spread.Of([alone.PeakMiB]), "MiB") { AtMost = 3_072 },
            ]);
    }

    public async Task MeasureAsync(BenchEnvironment env, Measurements measured, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        (string Name, RecomputeJob Job)[] jobs = [("small", new(env, BigLake.Of6Million(env))), ("big", new(env, BigLake.Of50Million(env)))];
        for (var round = 0; round <= Repeats; round++)
            foreach (var (name, job) in jobs)
            {
                var data = await job.DataRootAsync();
                await measured.TimeAsync(round == 0 ? $"warm-up {name}" : name, () => job.RunAsync(data, ct));
            }
    }
}
