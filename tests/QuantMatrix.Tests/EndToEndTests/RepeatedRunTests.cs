using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Tests.ContractTests;
using QuantMatrix.Tests.UnitTests.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A night with nothing new repeats the results of the one before, and any change ends that.</summary>
[Trait("class", "slow")]
public sealed class RepeatedRunTests : IDisposable
{
    private const int Sessions = 60, Symbols = 3;
    private const string Health = "coverage:health:last";

    private static readonly TimeSpan Night = TimeSpan.FromHours(22);

    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
    private readonly Trial trial;

    public RepeatedRunTests()
    {
        trial = new() { Time = clock };
        Market.Write(trial.Replay, Symbols, Sessions);
    }

    public void Dispose() => trial.Dispose();

    [Fact]
    public async Task A_night_after_one_that_changed_nothing_has_the_same_results()
    {
        var (first, second, third) = (await NightAsync(), await NightAsync(), await NightAsync());
        (first.Repeats, second.Repeats, third.Repeats).ShouldBe((null, null, second.RunId));
        Results(third).ShouldBe(Results(second));
        (await NightAsync()).Repeats.ShouldBe(third.RunId);
        (await trial.SqlAsync("SELECT count(DISTINCT run_id), count(*) FROM job_run")).ShouldBe([$"4,{4 * third.Jobs.Count}"]);
    }

    [Fact]
    public async Task What_expires_is_renewed()
    {
        await RepeatableAsync("oversold: rsi_14 < 99");
        var before = Value(Health);
        var night = await NightAsync("oversold: rsi_14 < 99");
        night.Repeats.ShouldNotBeNull();
        var now = clock.GetUtcNow() - Night;

        Rows($"select count(*) from set_member where name = 'screen:oversold' and expires_at = timestamptz '{now.AddDays(7):O}'").ShouldBe([$"{Symbols}"]);
        Rows($"select count(*) from key_value where key = '{Health}' and expires_at = timestamptz '{now.AddDays(1):O}'").ShouldBe(["1"]);
        var renewed = Value(Health);
        (renewed["run_id"]!.ToString(), renewed["taken_at"]!.GetValue<DateTimeOffset>()).ShouldBe((night.RunId, now));
        (renewed["run_id"], renewed["taken_at"]) = (before["run_id"]!.DeepClone(), before["taken_at"]!.DeepClone());
        JsonNode.DeepEquals(renewed, before).ShouldBeTrue();
    }

    /// <summary>A job that ran writes the compact form itself: the renewed one has the same fields.</summary>
    [Fact]
    public async Task The_history_of_coverage_gains_an_entry_of_the_same_form()
    {
        await RepeatableAsync();
        await NightAsync();
        var entries = Rows("select value from key_value where key = 'coverage:health:history' order by place")
            .Select(text => JsonNode.Parse(text)!.AsObject()).ToList();
        entries.Count.ShouldBe(3);
        entries[2].Select(field => field.Key).ShouldBe(entries[1].Select(field => field.Key));
        entries.Select(entry => entry["run_id"]!.ToString()).ShouldBe(entries.Select(entry => entry["run_id"]!.ToString()).Distinct());
    }

    [Fact]
    public async Task A_partial_night_is_repeated_with_its_warnings()
    {
        string[] unknown = ["--jobs", trial.Jobs(("benchmark: SPY", "benchmark: QQQ"))];
        for (var i = 0; i < 3; i++) (await trial.RunAsync(unknown)).ShouldBe(ExitCode.Ok, "partial", "QQQ: no bars in the folder", Advance());
        var (before, last) = (Reports()[^2], Reports()[^1]);
        (last.Repeats, last.Status).ShouldBe((before.RunId, JobStatus.Partial));
        Results(last).ShouldBe(Results(before));
    }

    /// <summary>Deletes each kind of thing by hand, or changes an input; the night after runs its jobs and is right again.</summary>
    [Theory]
    [InlineData("a row of the cache")]
    [InlineData("a row of the history")]
    [InlineData("a membership")]
    [InlineData("members of a screen")]
    [InlineData("coverage")]
    [InlineData("the page")]
    [InlineData("the memo")]
    [InlineData("the report of the earlier run")]
    public async Task What_is_deleted_by_hand_is_restored(string what)
    {
        await RepeatableAsync("oversold: rsi_14 < 99");
        var (earlier, published) = (Reports()[^1], Published());
        Delete(what, earlier);
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

    [Fact]
    public async Task Sets_that_expired_are_published_again()
    {
        await RepeatableAsync("oversold: rsi_14 < 99");
        clock.Advance(TimeSpan.FromDays(8));
        await NightAsync("oversold: rsi_14 < 99");
        Rows($"select count(*) from set_member where name = 'screen:oversold' and expires_at > timestamptz '{clock.GetUtcNow():O}'").ShouldBe([$"{Symbols}"]);
        Value(Health)["run_id"]!.ToString().ShouldBe(Reports()[^1].RunId);
    }

    private async Task RepeatableAsync(string screen = "")
    {
        await NightAsync(screen);
        await NightAsync(screen);
    }

    private async Task<RunReport> NightAsync(string screen = "", params string[] options)
    {
        (await trial.RunAsync(["--jobs", Jobs(screen), .. options])).ShouldBe(ExitCode.Ok);
        Advance();
        return Reports()[^1];
    }

    /// <summary>To the next night; a run is as of the files of the folder.</summary>
    private string Advance()
    {
        clock.Advance(Night);
        return "";
    }

    private string Jobs(string screen = "") =>
        trial.Jobs([("benchmark: SPY", "benchmark: S00"), .. screen.Length == 0 ? Array.Empty<(string, string)>() : [("oversold: rsi_14 < 30", screen)]]);

    private void Delete(string what, RunReport earlier)
    {
        var runs = Path.Combine(trial.Data, "runs");
        if (what == "the page") File.Delete(Page);
        else if (what == "the memo") File.Delete(Path.Combine(runs, $"{Trial.Chain}.run.memo"));
        else if (what == "the report of the earlier run") File.Delete(Path.Combine(runs, $"{earlier.RunId}.json"));
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

    private string Page => Path.Combine(trial.Data, "reports", "latest", "index.html");

    private IReadOnlyList<string> Published() => Rows("""
        select symbol || close from market_analysis_cache union all select symbol || date || close from market_analysis_history
        union all select index_name || symbol from index_constituents union all select name || member from set_member where name <> 'tracked:new'
        union all select key from key_value where place = 0 order by 1
        """);

    private JsonObject Value(string key) => JsonNode.Parse(Rows($"select value from key_value where key = '{key}'").Single())!.AsObject();

    private IReadOnlyList<string> Rows(string sql) => EmbeddedTrial.Rows(trial.Embedded, sql);

    private List<RunReport> Reports() =>
        [.. Directory.GetFiles(Path.Combine(trial.Data, "runs"), "*.json").Order(StringComparer.Ordinal).Select(RunReports.Read)];

    private static IEnumerable<string> Results(RunReport run) => run.Jobs.Select(job => string.Join(" | ",
        [job.Name, job.Status, job.Summary, job.ExitCode, job.Cause, .. job.Counters, .. job.Warnings, .. job.Samples]));
}
