namespace QuantMatrix.Bench;

/// <summary>The recompute job on 50 million bars, in turns with the one on 6.3 million: whether time grows with the bars and memory does not.</summary>
internal sealed class Recompute50Bench : IBench
{
    private const int Repeats = 2;

    public string Name => "recompute50";

    public async Task<Section> RunAsync(Workshop workshop, CancellationToken ct)
    {
        var (small, big) = (BigLake.Of6Million(workshop), BigLake.Of50Million(workshop));
        await small.MakeAsync(ct);
        await big.MakeAsync(ct);
        var (samples, _) = await workshop.MeasureAsync(Name, []);
        var alone = await new RecomputeJob(workshop, big).RunAloneAsync();
        var (little, much) = (samples["small"], samples["big"]);
        return new Section($"recompute50: {RecomputeJob.Name}, {big.Symbols:N0} symbols × {big.Sessions:N0} bars",
            $"As recompute, on {big.Bars:N0} bars in turns with {small.Bars:N0} in one process. Peak memory is that of a whole process that runs the big one once and nothing else.",
            [
                new Row("the job", much, "s"),
                new Row("the job", much.Into(big.Bars / 1e6), "M bars/s"),
                new Row($"the job on {small.Bars:N0} bars", little.Into(small.Bars / 1e6), "M bars/s"),
                new Row("ratio of the time a bar takes", Spread.Of([much.Median / big.Bars / (little.Median / small.Bars)]), "x") { AtMost = 1.25 },
                new Row("the job as a whole process", Spread.Of([alone.Seconds]), "s"),
                new Row("peak memory of that", Spread.Of([alone.PeakMiB]), "MiB") { AtMost = 3_072 },
            ]);
    }

    public async Task MeasureAsync(Workshop workshop, Samples samples, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        (string Name, RecomputeJob Job)[] ways = [("small", new(workshop, BigLake.Of6Million(workshop))), ("big", new(workshop, BigLake.Of50Million(workshop)))];
        for (var round = 0; round <= Repeats; round++)
            foreach (var (name, job) in ways)
            {
                var data = await job.DataRootAsync();
                await samples.TimeAsync(round == 0 ? $"warm-up {name}" : name, () => job.RunAsync(data, ct));
            }
    }
}
