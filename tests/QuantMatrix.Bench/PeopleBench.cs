using System.Globalization;
using Microsoft.Playwright;
using QuantMatrix.MarketData.Synthetic;

namespace QuantMatrix.Bench;

/// <summary>What people wait for: the pages of a night of 520 symbols, from process start to process end, and until a browser has drawn them.</summary>
internal sealed class PeopleBench : IBench
{
    private const string Chain = "bootstrap_daily_coverage_tracked", Symbol = "AAPL";
    private const string Condition = "rsi_14 < 30 and close > sma_200";
    private const int Repeats = 5;

    private static readonly (string Name, string[] Options)[] Screens =
        [("screen", []), ("past screen", ["--as-of", "2024-06-28"]), ("screen history", ["--history"])];

    public string Name => "people";

    public async Task<Section> RunAsync(BenchEnvironment env, CancellationToken ct)
    {
        var (data, replay) = (Path.Combine(env.Temp, "people"), Path.Combine(env.Temp, "people-replay"));
        Directory.CreateDirectory(data);
        await ChainBench.FillAsync(env, replay, ct);
        await BatchProgram.RunProcessAsync(env, data, replay, ["run", Chain]);
        var measured = new Measurements();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync();
        for (var i = 0; i < Repeats; i++)
        {
            await MeasureAsync(env, measured, (data, replay), page, "night", []);
            await MeasureAsync(env, measured, (data, replay), page, "symbol", [Symbol]);
            foreach (var (name, options) in Screens)
                measured.Add(name, (await BatchProgram.RunProcessAsync(env, data, replay, ["screen", Condition, .. options])).Seconds);
        }
        return new Section("people: report and screens of 520 symbols × 1,260 synthetic bars",
            "Separate processes after the build; ready is measured in a running Chromium without a window, from the start of the navigation.",
            [
                new Row("report", measured["night"], "s") { AtMost = 1.5 }, new Row("size of the page", measured["night size"], "MB") { AtMost = 2.5 },
                new Row("ready", measured["night ready"], "ms") { AtMost = 600 },
                new Row($"report {Symbol}", measured["symbol"], "s"), new Row("size of the page", measured["symbol size"], "KB") { AtMost = 350 },
                new Row("ready", measured["symbol ready"], "ms") { AtMost = 300 },
                new Row("screen", measured["screen"], "s") { AtMost = 0.5 }, new Row("screen --as-of", measured["past screen"], "s") { AtMost = 1 },
                new Row("screen --history", measured["screen history"], "s") { AtMost = 2 },
            ]);
    }

    public Task MeasureAsync(BenchEnvironment env, Measurements measured, IReadOnlyList<string> arguments, CancellationToken ct) => Task.CompletedTask;

    private static async Task MeasureAsync(
        BenchEnvironment env, Measurements measured, (string Data, string Replay) at, IPage page, string name, string[] symbols)
    {
        var run = await BatchProgram.RunProcessAsync(env, at.Data, at.Replay, ["report", .. symbols]);
        var file = Path.Combine(at.Data, "reports", "latest", $"{symbols.FirstOrDefault("index")}.html");
        measured.Add(name, run.Seconds);
        measured.Add($"{name} size", new FileInfo(file).Length / (name == "night" ? 1e6 : 1e3));
        measured.Add($"{name} ready", await ReadyAsync(page, file));
    }

    /// <summary>Milliseconds from the start of the navigation until the page's scripts have ended.</summary>
    private static async Task<double> ReadyAsync(IPage page, string file)
    {
        await page.GotoAsync($"file://{file}");
        await page.WaitForFunctionAsync("() => document.documentElement.dataset.ready");
        return double.Parse(await page.EvaluateAsync<string>("() => document.documentElement.dataset.ready"), CultureInfo.InvariantCulture);
    }
}
