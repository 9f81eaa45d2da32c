using QuantMatrix.MarketData.Constituents;
using QuantMatrix.MarketData.Synthetic;

namespace QuantMatrix.Bench;

/// <summary>The nightly chain on 520 made-up symbols, from process start to process end.</summary>
internal sealed class ChainBench : IBench
{
    private const string Chain = "bootstrap_daily_coverage_tracked";
    private const int Symbols = 520, Sessions = 1_260, Repeats = 5, WarmRuns = 5;
    private static readonly string[] Lists = ["sp500.csv", "nasdaq100.csv", "dow30.csv"];

    public string Name => "chain";

    public async Task<Section> RunAsync(Workshop workshop, CancellationToken ct)
    {
        var replay = Path.Combine(workshop.Passing, "replay");
        await FillAsync(workshop, replay, ct);
        var (seconds, peaks) = (new Samples(), new Samples());
        for (var i = 0; i < Repeats; i++)
        {
            var (empty, filled) = (Fresh(workshop), Fresh(workshop));
            await TurnAsync("generated", empty, Path.Combine(empty, "replay"));
            await TurnAsync("first", filled, replay);
            await TurnAsync("second", filled, replay);
            Directory.Delete(empty, recursive: true);
            Directory.Delete(filled, recursive: true);
        }
        var (inProcess, _) = await workshop.MeasureAsync(Name, [replay]);
        return new Section($"chain: {Chain}, {Symbols} symbols × {Sessions:N0} synthetic bars",
            "As whole processes after the build, wall seconds from start to end. Generated: an empty replay folder is filled first, for the 517 symbols of the committed lists.",
            [
                Row("first run, synthetic bars generated too", "generated", 3), Row("first run, replay folder filled", "first", 3), Row("second run", "second", 1),
                new Row("first run in one process, cold", inProcess["cold"], "s"),
                new Row("first run in one process, warm", inProcess["warm"], "s"), new Row("second run in one process, warm", inProcess["again"], "s"),
            ]);

        Row Row(string what, string name, double goal) => new(what, seconds[name], "s") { AtMost = goal, PeakMiB = peaks[name] };

        async Task TurnAsync(string name, string data, string from)
        {
            Directory.CreateDirectory(from);
            var turn = await BatchProgram.RunAloneAsync(workshop, data, from, ["run", Chain]);
            seconds.Add(name, turn.Seconds);
            peaks.Add(name, turn.PeakMiB);
        }
    }

    public async Task MeasureAsync(Workshop workshop, Samples samples, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        for (var i = 0; i <= WarmRuns; i++)
        {
            var data = Fresh(workshop);
            await samples.TimeAsync(i == 0 ? "cold" : "warm", () => BatchProgram.RunAsync(workshop, data, arguments[0], ["run", Chain], ct));
            if (i > 0) await samples.TimeAsync("again", () => BatchProgram.RunAsync(workshop, data, arguments[0], ["run", Chain], ct));
        }
    }

    /// <summary>The committed lists, made up to <see cref="Symbols"/> with the benchmark.</summary>
    private static Task FillAsync(Workshop workshop, string replay, CancellationToken ct)
    {
        var lists = Lists.Select(file => ConstituentFile.Read(Path.Combine(workshop.Home, "data", "constituents", file)))
            .ToDictionary(l => l.Index, l => l.Symbols);
        var options = new SyntheticOptions { Constituents = lists, Sessions = Sessions };
        var missing = Symbols - lists.Values.SelectMany(s => s).Append(options.Benchmark).Distinct().Count();
        lists["SP500"] = [.. lists["SP500"], .. Enumerable.Range(1, missing).Select(i => $"QMBENCH{i}")];
        return SyntheticMarket.FillAsync(replay, options, workshop.Calendar, ct);
    }

    private static string Fresh(Workshop workshop) => Path.Combine(workshop.Passing, Guid.NewGuid().ToString("N"));
}
