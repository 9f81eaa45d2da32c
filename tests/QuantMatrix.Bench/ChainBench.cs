using QuantMatrix.MarketData.Constituents;
using QuantMatrix.MarketData.Synthetic;

namespace QuantMatrix.Bench;

/// <summary>The nightly chain on 520 synthetic symbols, from process start to process end.</summary>
internal sealed class ChainBench : IBench
{
    private const string Chain = "bootstrap_daily_coverage_tracked";
    private const int Symbols = 520, Sessions = 1_260, Repeats = 5, WarmRuns = 5;
    private static readonly string[] Lists = ["sp500.csv", "nasdaq100.csv", "dow30.csv"];

    public string Name => "chain";

    public async Task<Section> RunAsync(BenchEnvironment env, CancellationToken ct)
    {
        var replay = Path.Combine(env.Temp, "replay");
        await FillAsync(env, replay, ct);
        var (seconds, peaks) = (new Measurements(), new Measurements());
        for (var i = 0; i < Repeats; i++)
        {
            var (empty, filled) = (NewDataRoot(env), NewDataRoot(env));
            await MeasureRunAsync("generated", empty, Path.Combine(empty, "replay"));
            await MeasureRunAsync("first", filled, replay);
            await MeasureRunAsync("second", filled, replay);
            await MeasureProcessAsync("query", filled, replay, "sql", "select 1");
            Directory.Delete(empty, recursive: true);
            Directory.Delete(filled, recursive: true);
        }
        var (inProcess, _) = await env.MeasureAsync(Name, [replay]);
        return new Section($"chain: {Chain}, {Symbols} symbols × {Sessions:N0} synthetic bars",
            "Separate processes after the build, wall time in seconds. "
            + "Generated: an empty replay folder is filled first, for the 517 symbols of the committed lists.",
            [
                Row("first run, including generation of synthetic bars", "generated", 3),
                Row("first run, replay folder filled", "first", 2.5),
                Row("second run", "second", 1),
                new Row("sql 'select 1'", seconds["query"], "s"),
                new Row("second run over that", Spread.Of([seconds["second"].Median / seconds["query"].Median]), "x") { AtMost = 2 },
                new Row("first run in one process, cold", inProcess["cold"], "s"),
                new Row("first run in one process, warm", inProcess["warm"], "s"), new Row("second run in one process, warm", inProcess["again"], "s"),
            ]);

        Row Row(string what, string name, double goal) => new(what, seconds[name], "s") { AtMost = goal, PeakMiB = peaks[name] };

        Task MeasureRunAsync(string name, string data, string from) => MeasureProcessAsync(name, data, from, "run", Chain);

        async Task MeasureProcessAsync(string name, string data, string from, params string[] arguments)
        {
            Directory.CreateDirectory(from);
            var run = await BatchProgram.RunProcessAsync(env, data, from, arguments);
            seconds.Add(name, run.Seconds);
            peaks.Add(name, run.PeakMiB);
        }
    }

    public async Task MeasureAsync(BenchEnvironment env, Measurements measured, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        for (var i = 0; i <= WarmRuns; i++)
        {
            var data = NewDataRoot(env);
            await measured.TimeAsync(i == 0 ? "cold" : "warm", () => BatchProgram.RunAsync(env, data, arguments[0], ["run", Chain], ct));
            if (i > 0) await measured.TimeAsync("again", () => BatchProgram.RunAsync(env, data, arguments[0], ["run", Chain], ct));
        }
    }

    /// <summary>Synthetic bars for the committed lists, padded to <see cref="Symbols"/> including the benchmark.</summary>
    internal static Task FillAsync(BenchEnvironment env, string replay, CancellationToken ct)
    {
        var lists = Lists.Select(file => ConstituentFile.Read(Path.Combine(env.Home, "data", "constituents", file)))
            .ToDictionary(l => l.Index, l => (IReadOnlyList<string>)[.. l.Members.Select(m => m.Symbol)]);
        var options = new SyntheticOptions { Constituents = lists, Sessions = Sessions };
        var missing = Symbols - lists.Values.SelectMany(s => s).Append(options.Benchmark).Distinct().Count();
        lists["SP500"] = [.. lists["SP500"], .. Enumerable.Range(1, missing).Select(i => $"QMBENCH{i}")];
        return SyntheticMarket.FillAsync(replay, options, env.Calendar, ct);
    }

    private static string NewDataRoot(BenchEnvironment env) => Path.Combine(env.Temp, Guid.NewGuid().ToString("N"));
}
