using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using static System.Globalization.CultureInfo;

namespace QuantMatrix.Bench;

/// <summary>Nights on lakes of growing size: processor time and memory of a split, a day's append, the recompute job, and shards before it.</summary>
/// <remarks><c>QM_BENCH_SYMBOLS</c> lists numbers of symbols, like <c>20000,60000</c>; 60,000 need 7 GB of disk and some 15 CPU minutes.</remarks>
internal sealed class ScaleBench : IBench
{
    private const int Usual = 10_000;
    private static readonly string[] Works = ["split", "append", "recompute"];

    public string Name => "scale";

    public async Task<Section> RunAsync(BenchEnvironment env, CancellationToken ct)
    {
        var sizes = (Environment.GetEnvironmentVariable("QM_BENCH_SYMBOLS") ?? $"1000,{Usual}").Split(',').Select(s => int.Parse(s, InvariantCulture));
        var rows = new List<Row>();
        foreach (var lake in sizes.Select(s => BigLake.OfTwentyYears(env, s)))
        {
            await lake.MakeAsync(ct);
            foreach (var work in Works) rows.AddRange(Rows(lake, work, (await env.MeasureAsync(Name, [work, $"{lake.Symbols}"])).Measurements));
            foreach (var shards in lake.Symbols == Usual ? new[] { 1, 2, 3, 4 } : [4]) rows.AddRange(await ShardRowsAsync(env, lake, shards));
        }
        return new Section("scale: nights on lakes of 5,040 bars a symbol",
            "Each in a process of its own, once: processor seconds, user and system, of the whole process, and its peak memory. Split: every bar of one "
            + "symbol is replaced. Append: one session of every symbol. Recompute: the job with 2 workers, newest 5 sessions kept. Shards: each in a "
            + "process of its own before the job, which takes their parts.", rows);
    }

    public async Task MeasureAsync(BenchEnvironment env, Measurements measured, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var lake = BigLake.OfTwentyYears(env, int.Parse(arguments[1], InvariantCulture));
        var job = new RecomputeJob(env, lake);
        if (arguments.Count > 2) await job.RunAsync(arguments[2], ct, [.. arguments.Skip(3)]);
        else if (arguments[0] == "recompute") await job.RunAsync(await job.DataRootAsync(), ct);
        else await new BigNight(env, lake).RunAsync(arguments[0] == "split", ct);
        measured.AddProcess();
    }

    /// <summary>The same job after shards.</summary>
    private async Task<IReadOnlyList<Row>> ShardRowsAsync(BenchEnvironment env, BigLake lake, int count)
    {
        var (data, shards) = (await new RecomputeJob(env, lake).DataRootAsync(), new Measurements());
        await RunAsync("order", "--as-of", $"{Market.LastSession:yyyy-MM-dd}");
        for (var i = 0; i < count; i++) shards.Add(await RunAsync("shard", "--shard", $"{i}/{count}"));
        var finish = await RunAsync();
        var of = $"{Plural.Of(count, "shard")}, {Size(lake)}";
        return
        [
            new Row($"each of {of}", shards["cpu"], "s"), new Row($"each of {of}: peak memory", shards["peak"], "MiB"),
            new Row($"recompute after {of}", finish["cpu"], "s"), new Row($"recompute after {of}: peak memory", finish["peak"], "MiB"),
        ];

        async Task<Measurements> RunAsync(params string[] command) => (await env.MeasureAsync(Name, ["of", $"{lake.Symbols}", data, .. command])).Measurements;
    }

    private static string Size(BigLake lake) => string.Create(InvariantCulture, $"{lake.Bars / 1e6:N0} M bars ({lake.Symbols:N0} symbols)");

    private static IEnumerable<Row> Rows(BigLake lake, string work, Measurements measured)
    {
        var of = $"{work}, {Size(lake)}";
        var (seconds, memory) = (work, lake.Symbols) switch
        {
            ("split", Usual) => (5.0, 1_024.0),
            ("append", Usual) => (2.0, double.NaN),
            ("recompute", 60_000) => (100.0, 2_048.0),
            _ => (double.NaN, double.NaN),
        };
        yield return new Row(of, measured["cpu"], "s") { AtMost = double.IsNaN(seconds) ? null : seconds };
        if (work == "recompute") yield return new Row($"{of}: per million bars", measured["cpu"].Times(1e6 / lake.Bars), "s");
        yield return new Row($"{of}: peak memory", measured["peak"], "MiB") { AtMost = double.IsNaN(memory) ? null : memory };
    }
}

/// <summary>A commit of fetched bars on a linked copy of a big lake: its files are never changed.</summary>
internal sealed class BigNight(BenchEnvironment env, BigLake big)
{
    /// <summary>As in a run.</summary>
    private const int MaxDeltas = 15;

    /// <param name="isSplit">One symbol's bars at half the price, else the next session of every symbol.</param>
    public async Task RunAsync(bool isSplit, CancellationToken ct)
    {
        var folder = Path.Combine(env.Temp, Guid.NewGuid().ToString("N"));
        big.LinkTo(folder);
        using var lake = new DataLake(folder, TimeProvider.System, Environment.ProcessorCount, Catalogue.Standard.FeatureSchema)
        {
            CheckedFiles = big.CheckedFiles,
        };
        var commit = lake.Begin("night");
        var next = env.Calendar.Sessions(Market.LastSession.AddDays(1), Market.LastSession.AddDays(10)).First();
        var fetched = isSplit ? Market.Bars([big.SymbolNames[big.Symbols / 2]], Market.Days(env.Calendar, big.Sessions), scale: 0.5)
            : Market.Bars(big.SymbolNames, [Day.Of(next)]);
        var stored = await lake.BarsAsync(commit.Basis, new BarRange { Symbols = fetched.Symbols, From = isSplit ? null : next }, ct);
        var count = await commit.ApplyAsync(Reconciler.Plan(stored, new FetchedBars(fetched), Recorded.Nothing, ReconcileRules.Exact), ct);
        await commit.CompactAsync(MaxDeltas, ct);
        commit.Publish();
        if (count.Changed + count.Inserted != fetched.Count) throw new InvalidOperationException($"{count}; expected {fetched.Count} bars");
    }
}
