using QuantMatrix.Tests.EndToEndTests;
using QuantMatrix.Tests.UnitTests.Graph;

namespace QuantMatrix.Tests.UnitTests.Observe;

/// <summary>Runs of the program on consecutive nights, each with one job that ends as the test says.</summary>
internal sealed class Nights : IDisposable
{
    private static readonly DateTimeOffset First = new(2026, 3, 2, 3, 0, 0, TimeSpan.Zero);

    private readonly NightClock clock = new();

    public Nights() => Bench = new() { Time = clock };

    public Workbench Bench { get; }

    /// <summary>The part of jobs.yaml after the jobs.</summary>
    public string More { get; set; } = "";

    /// <param name="night">The first is 1, on 2026-03-02.</param>
    /// <param name="end">As <see cref="ScriptedOptions"/> has it.</param>
    /// <param name="options">Further arguments.</param>
    /// <returns>The exit code and what this run alone printed.</returns>
    public async Task<Ended> RunAsync(int night, string end, string options = "")
    {
        clock.Set(First.AddDays(night - 1));
        Bench.WriteJobs($"jobs: {{scripted: {{options: {{end: {end}}}}}}}\n{More}");
        return await CallAsync($"run scripted {options}");
    }

    public async Task<Ended> CallAsync(string arguments)
    {
        Bench.Output.GetStringBuilder().Clear();
        Bench.Error.GetStringBuilder().Clear();
        var code = await Bench.RunAsync(arguments.Trim());
        return new(code, Bench.Output.ToString(), Bench.Error.ToString());
    }

    /// <summary>Checks that a run was ok and printed only this.</summary>
    public async Task ShouldPrintAsync(string text, int night, string options = "--quiet")
    {
        var run = await RunAsync(night, "ok", options);
        (run.Code, run.Output, run.Error).ShouldBe((0, text, ""));
    }

    public void Dispose() => Bench.Dispose();
}
