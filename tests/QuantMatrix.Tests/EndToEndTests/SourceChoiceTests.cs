using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Which bars a run replays when no provider key is set.</summary>
[Trait("class", "slow")]
public sealed class SourceChoiceTests : IDisposable
{
    private const string Announcement = "no provider key is set and ";

    private readonly TempFolder folder = new();
    private readonly Trial trial;

    /// <summary>The folder to replay is the default one.</summary>
    public SourceChoiceTests() => trial = new Trial { Data = folder["data"], Replay = folder["data", "replay"] };

    [Fact]
    public async Task Without_bars_of_ones_own_the_chain_replays_the_sample_and_says_so()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, $"{Announcement}{trial.Replay} holds no bars: replaying {Sample}, real bars up to 2018-02-07; QM_REPLAY",
            "DOW30 30, SAMPLE 18: 48 in", "60,540 bars inserted", "49 symbols", "6 audits: 6 ok");
        Directory.Exists(trial.Replay).ShouldBeFalse();
        (await trial.SqlAsync("SELECT DISTINCT source FROM price_data")).ShouldBe(["replay"]);
    }

    [Fact]
    public async Task A_filled_default_folder_is_replayed_instead_of_the_sample()
    {
        Market.Write(trial.Replay, symbols: 3, sessions: 60);
        var ended = await trial.RunAsync();
        ended.ShouldBe(ExitCode.Ok, "REPLAY 3");
        ended.Output.ShouldNotContain(Announcement);
    }

    [Fact]
    public async Task The_sample_never_sets_a_lake_with_newer_bars_back()
    {
        Market.Write(trial.Replay, symbols: 3, sessions: 1_000); // up to December 2018
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var newest = (await trial.SqlAsync("SELECT max(date) FROM price_data")).Single();
        Directory.Delete(trial.Replay, recursive: true);
        (await trial.RunAsync()).ShouldBe(ExitCode.Configuration,
            $"the sample ends 2018-02-07 and the lake already holds bars up to {newest}. Set a key, QM_REPLAY or QM_SOURCE");
        (await trial.CallAsync("run", "recompute_indicators_universe")).ShouldBe(ExitCode.Ok,
            $"working as of {newest}, the newest stored session", "unchanged");
    }

    [Fact]
    public async Task A_synthetic_market_is_generated_only_on_request()
    {
        using var synthetic = new Trial { Data = trial.Data, Replay = trial.Replay, Variables = new() { ["QM_SOURCE"] = "synthetic" } };
        (await synthetic.RunAsync()).ShouldBe(ExitCode.Ok, $"{trial.Replay} holds no bars: generating SYNTHETIC ones (source = 'synthetic')", "517 symbols");
        (await trial.SqlAsync("SELECT DISTINCT source FROM price_data")).ShouldBe(["synthetic"]);
    }

    [Fact]
    public async Task A_replay_asked_for_without_bars_is_a_fault()
    {
        using var replay = new Trial { Data = trial.Data, Replay = trial.Replay, Variables = new() { ["QM_SOURCE"] = "replay" } };
        (await replay.RunAsync()).ShouldBe(ExitCode.Configuration,
            $"{trial.Replay} holds no bars; expected CSV or Parquet files of bars, or QM_SOURCE=synthetic");
    }

    public void Dispose()
    {
        trial.Dispose();
        folder.Dispose();
    }

    private static string Sample => Batch.Cli.CommandContext.Local(Path.Combine(Fixtures.Repository, "data", "sample"));
}
