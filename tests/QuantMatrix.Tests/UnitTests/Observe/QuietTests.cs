using QuantMatrix.Tests.EndToEndTests;

namespace QuantMatrix.Tests.UnitTests.Observe;

public sealed class QuietTests : IDisposable
{
    private readonly Nights nights = new();

    [Fact]
    public Task A_run_that_is_ok_prints_nothing() => nights.ShouldPrintAsync("", 1);

    [Fact]
    public async Task A_failed_run_prints_the_verdict_first_and_the_summary_after_it()
    {
        await nights.RunAsync(1, "ok", "--quiet");
        await nights.RunAsync(3, "failed", "--quiet");
        var failed = await nights.RunAsync(4, "temporary", "--quiet");
        var lines = failed.Output.Split('\n');
        var id = nights.Bench.Report().RunId;
        (failed.Code, lines[0]).ShouldBe((75, $"FAILED 2nd night since 2026-03-04: scripted: the server is down; ./run.sh retry {id}"));
        lines[1].ShouldBe("  failed     scripted: the server is down");
        lines[2].ShouldMatch("^  since      2026-03-04, 2 nights; last good 20260302T030000Z-[0-9a-f]{4}, session 2018-02-07$");
        lines[3].ShouldBe($"  next       ./run.sh retry {id}");
        lines[7].ShouldStartWith("scripted  temporary  the server is down");
        lines[8].ShouldStartWith($"run {id}  exit 75");
        await nights.ShouldPrintAsync("recovered after 2 nights, since 2026-03-04: scripted\n", 5);
        await nights.ShouldPrintAsync("", 6);
    }

    [Fact]
    public async Task A_partial_run_prints_too()
    {
        var partial = await nights.RunAsync(1, "partial", "--quiet");
        partial.Code.ShouldBe(0);
        partial.Output.ShouldStartWith("PARTIAL 1st night since 2026-03-02: scripted: one is missing; ./run.sh retry ");
    }

    [Fact]
    public async Task A_refused_run_prints_its_reason()
    {
        await nights.RunAsync(1, "ok");
        using var held = await HeldLock.TakeAsync(nights.Bench.Data);
        var refused = await nights.RunAsync(2, "ok", "--quiet");
        refused.Code.ShouldBe(75);
        refused.Output.ShouldMatch(@"^FAILED 1st night since 2026-03-03: another run holds .*run\.lock; retry when it has finished; "
            + @"\./run\.sh run scripted --wait 30m\n");
    }

    /// <summary>Runs in progress, of other targets and with unreadable reports do not count.</summary>
    [Fact]
    public async Task Only_runs_of_the_target_that_have_ended_count()
    {
        await nights.RunAsync(1, "failed");
        var own = nights.Bench.Report().RunId;
        var report = await File.ReadAllTextAsync(Path.Combine(nights.Bench.Runs, $"{own}.json"));
        foreach (var (id, text) in new[]
        {
            ("20260303T030000Z-0000", report.Replace("\"failed\"", "\"running\"", StringComparison.Ordinal)),
            ("20260304T030000Z-0000", report.Replace("\"target\": \"scripted\"", "\"target\": \"another\"", StringComparison.Ordinal)),
            ("20260305T030000Z-0000", report[..40]), ("20260306T030000Z-0000", "[]"), ("20270101T030000Z-0000", report),
            ("20260307T030000Z-0000", "{\"target\": \"scripted\", \"seconds\": \"x\"}"),
        })
            await File.WriteAllTextAsync(Path.Combine(nights.Bench.Runs, $"{id}.json"), text.Replace(own, id, StringComparison.Ordinal));
        (await nights.RunAsync(8, "failed", "--quiet")).Output.ShouldStartWith("FAILED 2nd night since 2026-03-02: ");
    }

    public void Dispose() => nights.Dispose();
}
