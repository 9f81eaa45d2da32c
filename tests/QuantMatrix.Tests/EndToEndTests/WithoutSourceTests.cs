using System.Globalization;
using System.Runtime.Versioning;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Jobs that read stored data alone: they run while no source of bars can be opened.</summary>
[UnsupportedOSPlatform("windows")] // permissions are those of Unix
[Trait("class", "slow")]
public sealed class WithoutSourceTests : IDisposable
{
    private const int Sessions = 300;

    private static readonly DateOnly Last = Series.Sessions().ElementAt(Sessions - 1);
    private static readonly string[] Stored =
        ["update_tracked_symbol_cache", "recompute_indicators_universe", "record_daily_history", "publish_screens", "monitor_coverage_health"];

    private readonly Trial trial = new();

    public WithoutSourceTests()
    {
        Market.Write(trial.Replay, symbols: 3, Sessions);
        trial.With("SPY.csv", Market.Csv(9, Sessions));
    }

    [Fact]
    public async Task Live_without_any_provider_left_fails_the_backfill_alone()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var clock = new NightClock();
        clock.Set(new(Last.AddDays(1), new(4, 0), TimeSpan.Zero));
        using var live = new Trial
        {
            Data = trial.Data, Variables = new() { ["QM_SOURCE"] = "live", ["QM_WIKIPEDIA_URL"] = "http://127.0.0.1:1" }, Time = clock,
        };
        var jobs = live.Jobs(("bars: [fmp, twelvedata, tiingo, eodhd, yahoo]", "bars: [fmp, twelvedata]"));
        foreach (var job in Stored) (await live.CallAsync("run", job, "--jobs", jobs)).ShouldBe(ExitCode.Ok, $"{job}  ok");
        (await live.CallAsync("run", "backfill_last_bars", "--jobs", jobs)).ShouldBe(ExitCode.Configuration,
            "no provider of bars is available: without a key: fmp (FMP_API_KEY), twelvedata (TWELVEDATA_API_KEY)");
    }

    [Fact]
    public async Task A_malformed_key_fails_only_the_jobs_that_use_it()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var clock = new NightClock();
        clock.Set(new(Last.AddDays(1), new(4, 0), TimeSpan.Zero));
        using var live = new Trial
        {
            Data = trial.Data, Variables = new() { ["TWELVEDATA_API_KEY"] = "not a key", ["QM_WIKIPEDIA_URL"] = "http://127.0.0.1:1" }, Time = clock,
        };
        foreach (var job in Stored) (await live.CallAsync("run", job)).ShouldBe(ExitCode.Ok, $"{job}  ok");
        (await live.CallAsync("run", "backfill_last_bars")).ShouldBe(ExitCode.Configuration, "twelvedata: the key is empty or contains spaces");
    }

    [Fact]
    public async Task A_replay_folder_that_does_not_exist_fails_the_jobs_that_need_bars_alone()
    {
        (await trial.RunAsync("--as-of", Date(Last.AddDays(-30)))).ShouldBe(ExitCode.Ok);
        Directory.Delete(trial.Replay, recursive: true);
        await ShouldFailAloneAsync($"QM_REPLAY: {trial.Replay} is not a directory; expected one with CSV or Parquet files of bars");
    }

    [UserFact]
    public async Task A_replay_folder_that_cannot_be_read_fails_the_jobs_that_need_bars_alone()
    {
        (await trial.RunAsync("--as-of", Date(Last.AddDays(-30)))).ShouldBe(ExitCode.Ok);
        File.SetUnixFileMode(trial.Replay, UnixFileMode.None);
        try
        {
            await ShouldFailAloneAsync(trial.Replay);
        }
        finally
        {
            File.SetUnixFileMode(trial.Replay, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task An_explicit_session_is_checked_against_what_is_stored()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        Directory.Delete(trial.Replay, recursive: true);
        (await trial.CallAsync("run", "monitor_coverage_health", "--as-of", Date(Last.AddDays(-1)), "--allow-older")).ShouldBe(ExitCode.Ok,
            $"working as of {Date(Last.AddDays(-1))}\n");
        (await trial.CallAsync("run", "monitor_coverage_health", "--as-of", Date(Last.AddDays(1)))).ShouldBe(ExitCode.Usage,
            $"--as-of {Date(Last.AddDays(1))}: the newest stored session is {Date(Last)}");
    }

    [Fact]
    public async Task An_empty_folder_is_never_filled_unless_the_environment_says_synthetic()
    {
        using var empty = new Trial();
        (await empty.RunAsync()).ShouldBe(ExitCode.Configuration, empty.Replay, "QM_SOURCE=synthetic");
        Directory.GetFiles(empty.Replay).ShouldBeEmpty();
    }

    public void Dispose() => trial.Dispose();

    /// <summary>The jobs over stored data work as of the newest stored session and say why; those that need bars name the fault.</summary>
    private async Task ShouldFailAloneAsync(string fault)
    {
        var stored = (await trial.SqlAsync("SELECT max(date) FROM price_data")).Single();
        foreach (var job in Stored)
            (await trial.CallAsync("run", job)).ShouldBe(ExitCode.Ok, fault, $"; working as of {stored}, the newest stored session\n", $"{job}  ok");
        foreach (var job in (string[])["refresh_index_constituents", "backfill_last_bars"])
            (await trial.CallAsync("run", job)).ShouldBe(ExitCode.Configuration, $"{job}  failed  ", fault);
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
