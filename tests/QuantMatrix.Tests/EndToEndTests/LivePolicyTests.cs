using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.Servers;
using QuantMatrix.Tests.UnitTests.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Retries, limits and the day's calls against provider servers.</summary>
[Trait("class", "slow")]
public sealed class LivePolicyTests : IDisposable
{
    private const int First = 299;
    private const string Job = "  backfill_symbols:\n";
    private const string Schedule = "target: ibkr_flex_sync}";

    private readonly LiveNights nights = new("twelvedata", symbols: 3);

    [Fact]
    public async Task A_provider_that_was_down_for_the_first_attempt_serves_the_second()
    {
        Jobs((Job, $"{Job}    retries: {{times: 2, delay: 0s}}\n"));
        nights.Instead = _ => nights.Server.Calls.Count < 4 ? ProviderReply.TooMany("3600") : null;
        (await nights.NightAsync(First)).ShouldBe(ExitCode.Ok, "backfill_symbols  attempt 1 failed for now", "backfill_symbols  ok", "810 bars inserted");
        var job = Reports().Single().Jobs.Single();
        job.Attempts.Select(a => a.Status).ShouldBe([JobStatus.Temporary, JobStatus.Ok]);
        foreach (var symbol in nights.Symbols) await nights.ShouldHoldAsync(First - 269, First, symbol);
    }

    [Theory]
    [InlineData("> 40%", JobStatus.Ok, 0)]
    [InlineData("> 30%", JobStatus.Partial, 0)]
    public async Task Failed_symbols_are_partial_only_beyond_the_limit(string limit, JobStatus status, int code)
    {
        Jobs((Job, $"{Job}    partial_if: {{symbols_failed: \"{limit}\"}}\n"));
        nights.Instead = call => call.Symbol == "S01" ? ProviderReply.Of(404, "no such symbol") : null;
        (await nights.NightAsync(First)).Code.ShouldBe(code);
        (Reports().Single().Status, Reports().Single().Jobs.Single().Counters["symbols_failed"]).ShouldBe((status, 1));
    }

    [Fact]
    public async Task Missed_sessions_run_until_the_calls_of_the_day_are_used_and_the_rest_is_named()
    {
        Jobs((Schedule, "target: backfill_symbols, catch_up: all}"));
        (await nights.NightAsync(First)).ShouldBe(ExitCode.Ok);
        nights.NewCalls();
        (await nights.NightAsync(First + 1)).ShouldBe(ExitCode.Ok);
        var cost = nights.NewCalls().Count;
        Jobs((Schedule, "target: backfill_symbols, catch_up: all}"), ("twelvedata_calls_per_day: 800", $"twelvedata_calls_per_day: {2 * cost + cost - 1}"));
        var caughtUp = await CatchUpAsync(First + 5);
        caughtUp.ShouldBe(ExitCode.Temporary, $"{Session(2)}, {Session(3)}, {Session(4)}; the oldest runs first",
            $"of which {cost - 1} are left today; 2 sessions remain: {Session(4)}, {Session(5)}. "
                + "To continue: ./run.sh run --catch-up ibkr-daily-flex-sync");
        Reports().Skip(2).Select(r => $"{r.AsOf:yyyy-MM-dd} {r.ExitCode}").ShouldBe([$"{Session(2)} 0", $"{Session(3)} 0", $"{Session(4)} 75"]);
        Reports().Last().Reason!.ShouldContain("2 sessions remain");
        nights.NewCalls().Count.ShouldBe(2 * cost);
    }

    public void Dispose() => nights.Dispose();

    /// <summary>Replaces the nights' job file.</summary>
    private void Jobs(params (string Line, string Instead)[] changes) => nights.Trial.Jobs(
    [
        ("bars: [fmp, twelvedata, tiingo, eodhd, yahoo]", "bars: [twelvedata]"), ("calls_per_minute: 8", "calls_per_minute: 100000"),
        ("first_days: 1500", "first_days: 270"), .. changes,
    ]);

    private Task<Ended> CatchUpAsync(int session) => nights.CallAsync(session,
        ["run", "--catch-up", "ibkr-daily-flex-sync", "--set", $"backfill_symbols.symbols={string.Join(',', nights.Symbols)}"]);

    private IEnumerable<Batch.Runs.RunReport> Reports() =>
        Directory.GetFiles(Path.Combine(nights.Trial.Data, "runs"), "*.json").Order(StringComparer.Ordinal).Select(RunReports.Read);

    private string Session(int after) => $"{nights.Sessions[First + after]:yyyy-MM-dd}";
}
