using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.ContractTests;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>What ends the repetition.</summary>
public sealed partial class RepeatedRunTests
{
    /// <summary>Deletes each kind of thing by hand, or changes an input; the night after runs its jobs and is right again.</summary>
    [Theory]
    [InlineData("a row of the cache")]
    [InlineData("a row of the history")]
    [InlineData("a membership")]
    [InlineData("members of a screen")]
    [InlineData("coverage")]
    [InlineData("the page")]
    [InlineData("the memo")]
    [InlineData("half of the memo")]
    public async Task What_is_deleted_by_hand_is_restored(string what)
    {
        await RepeatableAsync("oversold: rsi_14 < 99");
        var published = Published();
        Delete(what);
        (await NightAsync("oversold: rsi_14 < 99")).Repeats.ShouldBeNull();
        Published().ShouldBe(published);
        File.Exists(Page).ShouldBeTrue();
    }

    [Theory]
    [InlineData("--set", "record_daily_history.days=3")]
    [InlineData("--allow-older")]
    [InlineData("--only", "recompute_indicators_universe")]
    public async Task Another_plan_runs(params string[] options)
    {
        await RepeatableAsync();
        (await NightAsync("", options)).Repeats.ShouldBeNull();
    }

    [Fact]
    public async Task Another_job_file_runs()
    {
        await RepeatableAsync();
        (await NightAsync("oversold: rsi_14 < 31")).Repeats.ShouldBeNull();
    }

    [Fact]
    public async Task A_new_bar_runs_and_is_published()
    {
        await RepeatableAsync();
        File.WriteAllText(Path.Combine(trial.Replay, "S01.csv"), Market.Csv(1, Sessions + 1));
        (await NightAsync()).Repeats.ShouldBeNull();
        (await trial.SqlAsync("SELECT count(*) FROM price_data WHERE symbol = 'S01'")).ShouldBe([$"{Sessions + 1}"]);
    }

    [Fact]
    public async Task A_change_of_the_lake_by_another_run_runs()
    {
        await RepeatableAsync();
        string[] recompute = ["run", "recompute_indicators_universe", "--jobs", Jobs(), "--set", "recompute_indicators_universe.keep=2"];
        (await trial.CallAsync(recompute)).ShouldBe(ExitCode.Ok);
        Advance();
        (await NightAsync()).Repeats.ShouldBeNull();
        (await trial.SqlAsync("SELECT count(DISTINCT date) FROM features")).ShouldBe(["5"]);
    }

    [Fact]
    public async Task A_damaged_lake_is_found()
    {
        await RepeatableAsync();
        File.Delete(LakeFiles.Live(trial.Data, "features")[0]);
        (await trial.RunAsync("--jobs", Jobs())).ShouldBe(ExitCode.DataUnfit, "features");
    }

    /// <summary>The snapshot of coverage lives as long as a night is apart from the next: no other job depends on it.</summary>
    [Fact]
    public async Task Coverage_alone_runs_when_its_snapshot_has_expired()
    {
        await RepeatableAsync();
        clock.Advance(TimeSpan.FromHours(3));
        var night = await NightAsync();
        night.Repeats.ShouldNotBeNull();
        Value(Health)["run_id"]!.ToString().ShouldBe(night.RunId);
    }

    [Theory]
    [InlineData("reports/latest")]
    [InlineData("lake/views.sql")]
    public async Task Files_that_a_night_writes_along_are_restored(string file)
    {
        await RepeatableAsync();
        File.Delete(Path.Combine(trial.Data, file));
        await NightAsync();
        Path.Exists(Path.Combine(trial.Data, file)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_page_of_a_symbol_lets_the_night_be_linked_to_it()
    {
        await RepeatableAsync();
        (await trial.CallAsync("report", "S01", "--jobs", Jobs())).ShouldBe(ExitCode.Ok);
        (await NightAsync()).Repeats.ShouldBeNull();
        (await NightAsync()).Repeats.ShouldNotBeNull();
    }

    [Fact]
    public async Task Sets_that_expired_are_published_again()
    {
        await RepeatableAsync("oversold: rsi_14 < 99");
        clock.Advance(TimeSpan.FromDays(8));
        (await NightAsync("oversold: rsi_14 < 99")).Repeats.ShouldBeNull();
        Rows($"select count(*) from set_member where name = 'screen:oversold' and expires_at > timestamptz '{clock.GetUtcNow():O}'").ShouldBe([$"{Symbols}"]);
        Value(Health)["run_id"]!.ToString().ShouldBe(Reports()[^1].RunId);
    }

    private void Delete(string what)
    {
        if (what == "the page") File.Delete(Page);
        else if (what == "the memo") File.Delete(Memo);
        else if (what == "half of the memo") File.WriteAllText(Memo, File.ReadAllText(Memo)[..^900]);
        else EmbeddedTrial.Change(trial.Embedded, what switch
        {
            "a row of the cache" => "delete from market_analysis_cache where symbol = 'S01'",
            "a row of the history" => "delete from market_analysis_history where symbol = 'S01'",
            "a membership" => "delete from index_constituents where symbol = 'S01'",
            "members of a screen" => "delete from set_member where name = 'screen:oversold' and member > 'S00'",
            "coverage" => $"delete from key_value where key = '{Health}'",
            _ => throw new ArgumentException(what),
        });
    }
}
