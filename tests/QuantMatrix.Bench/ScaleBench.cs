using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using static System.Globalization.CultureInfo;

namespace QuantMatrix.Bench;

/// <summary>Nights on lakes of growing size: processor time and memory of a split, a day's append and the recompute job.</summary>
/// <remarks><c>QM_BENCH_SYMBOLS</c> is the largest number of symbols; the full size, 60,000, needs 7 GB of disk and about ten minutes.</remarks>
internal sealed class ScaleBench : IBench
{
    private const int Usual = 10_000;
    private static readonly int[] Sizes = [1_000, Usual, 20_000, 60_000];
    private static readonly string[] Works = ["split", "append", "recompute"];

    public string Name => "scale";

    public async Task<Section> RunAsync(BenchEnvironment env, CancellationToken ct)
    {
        var most = int.Parse(Environment.GetEnvironmentVariable("QM_BENCH_SYMBOLS") ?? $"{Usual}", InvariantCulture);
        var rows = new List<Row>();
        foreach (var lake in Sizes.Where(s => s <= most).Select(s => BigLake.OfTwentyYears(env, s)))
        {
            await lake.MakeAsync(ct);
            rows.AddRange(await ShardRowsAsync(env, lake));
            foreach (var work in Works) rows.AddRange(Rows(lake, work, (await env.MeasureAsync(Name, [work, $"{lake.Symbols}"])).Measurements));
        }
        return new Section("scale: nights on lakes of 5,040 bars a symbol",
            "Each in a process of its own, once: processor seconds, user and system, of the whole process, and its peak memory. Split: every bar of one "
            + "symbol is replaced. Append: one session of every symbol. Recompute: the job with 2 workers, newest 5 sessions kept.", rows);
    }

    public async Task MeasureAsync(BenchEnvironment env, Measurements measured, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var lake = BigLake.OfTwentyYears(env, int.Parse(arguments[1], InvariantCulture));
        var job = new RecomputeJob(env, lake);
        if (arguments.Count > 2) await job.RunAsync(arguments[2], ct, [.. arguments.Skip(3)]);
        else if (arguments[0] == "recompute") await job.RunAsync(await job.DataRootAsync(), ct);
        else await new BigNight(env, lake).RunAsync(arguments[0] == "split", ct);
        measured.Add("cpu", Environment.CpuUsage.TotalTime.TotalSeconds);
        var peak = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
        measured.Add("peak", double.Parse(peak.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), InvariantCulture) / 1024);
    }

    /// <summary>The same job after four shards, each in a process of its own.</summary>
    private async Task<IReadOnlyList<Row>> ShardRowsAsync(BenchEnvironment env, BigLake lake)
    {
        var (data, shards) = (await new RecomputeJob(env, lake).DataRootAsync(), new Measurements());
        var of = $"{lake.Bars / 1e6:N0} M bars ({lake.Symbols:N0} symbols)";
        await RunAsync("order", "--as-of", $"{Market.LastSession:yyyy-MM-dd}");
        for (var i = 0; i < 4; i++) shards.Add(await RunAsync("shard", "--shard", $"{i}/4"));
        var finish = await RunAsync();
        return
        [
            new Row($"each of 4 shards, {of}", shards["cpu"], "s"), new Row($"each of 4 shards, {of}: peak memory", shards["peak"], "MiB"),
            new Row($"recompute after them, {of}", finish["cpu"], "s"), new Row($"recompute after them, {of}: peak memory", finish["peak"], "MiB"),
        ];

        async Task<Measurements> RunAsync(params string[] command) => (await env.MeasureAsync(Name, ["of", $"{lake.Symbols}", data, .. command])).Measurements;
    }

    private static IEnumerable<Row> Rows(BigLake lake, string work, Measurements measured)
    {
        var of = $"{work}, {lake.Bars / 1e6:N0} M bars ({lake.Symbols:N0} symbols)";
        var (seconds, memory) = (work, lake.Symbols) switch
        {
            ("split", Usual) => (5.0, 1_024.0),
            ("append", Usual) => (2.0, double.NaN),
            ("recompute", 60_000) => (100.0, 2_048.0),
            _ => (double.NaN, double.NaN),
        };
        yield return new Row(of, measured["cpu"], "s") { AtMost = double.IsNaN(seconds) ? null : seconds };
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
