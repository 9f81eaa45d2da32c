using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Tests.ContractTests;
using QuantMatrix.Tests.UnitTests.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A night with nothing new repeats what the one before says it would return, and any change ends that.</summary>
[Trait("class", "slow")]
public sealed partial class RepeatedRunTests : IDisposable
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
    public async Task A_night_repeats_the_one_before()
    {
        var (first, second, third) = (await NightAsync(), await NightAsync(), await NightAsync());
        (first.Repeats, second.Repeats, third.Repeats).ShouldBe((null, first.RunId, second.RunId));
        (await trial.SqlAsync("SELECT count(DISTINCT run_id), count(*) FROM job_run")).ShouldBe([$"3,{3 * third.Jobs.Count}"]);
    }

    /// <summary>Without its memo a night runs its jobs. The page stays that of the run that brought the data, with the warnings of that run.</summary>
    [Theory]
    [InlineData("benchmark: S00", "")]
    [InlineData("benchmark: QQQ", "")]
    [InlineData("benchmark: S00", "2014-12-30,10,12,9,11,100\n2030-01-04,10,12,9,11,100\n")]
    public async Task What_is_repeated_is_what_the_jobs_would_return(string benchmark, string rows)
    {
        File.AppendAllText(Path.Combine(trial.Replay, "S02.csv"), rows);
        string[] jobs = ["--jobs", trial.Jobs(("benchmark: SPY", benchmark))];
        var pages = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            if (i == 3) File.Delete(Memo);
            (await trial.RunAsync(jobs)).ShouldBe(ExitCode.Ok, Advance(hours: 1));
            if (i < 3) pages.Add(File.ReadAllText(Page));
        }
        pages.Distinct().ShouldHaveSingleItem();
        Reports()[3].Repeats.ShouldBeNull();
        for (var i = 1; i < 3; i++)
        {
            Reports()[i].Repeats.ShouldBe(Reports()[i - 1].RunId);
            Results(Reports()[i]).SkipLast(1).ShouldBe(Results(Reports()[3]).SkipLast(1));
        }
    }

    [Fact]
    public async Task Members_that_joined_are_reported_once()
    {
        trial.With("constituents.csv", "index,symbol\nMINE,S00\n");
        await NightAsync();
        trial.With("constituents.csv", "index,symbol\nMINE,S00\nMINE,S01\n");
        (await NightAsync()).Jobs[0].Summary.ShouldBe("MINE 2: 1 in, 0 out");
        var night = await NightAsync();
        night.Repeats.ShouldNotBeNull();
        night.Jobs[0].Summary.ShouldBe("MINE 2: no change");
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
    private string Advance(double? hours = null)
    {
        clock.Advance(hours is { } some ? TimeSpan.FromHours(some) : Night);
        return "";
    }

    private string Memo => Path.Combine(trial.Data, "runs", $"{Trial.Chain}.run.memo");

    private string Jobs(string screen = "") =>
        trial.Jobs([("benchmark: SPY", "benchmark: S00"), .. screen.Length == 0 ? Array.Empty<(string, string)>() : [("oversold: rsi_14 < 30", screen)]]);

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
