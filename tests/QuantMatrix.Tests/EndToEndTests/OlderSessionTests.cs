using System.Globalization;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A run as of a session older than the published one is refused unless that is stated.</summary>
[Trait("class", "slow")]
public sealed class OlderSessionTests : IDisposable
{
    private const int Sessions = 60;

    private readonly Trial trial = new();

    public OlderSessionTests() => Market.Write(trial.Replay, symbols: 2, Sessions);

    [Theory]
    [InlineData("2026-11-26", "2026-11-27", true)]
    [InlineData("2025-12-31", "2026-01-02", true)]
    [InlineData("2026-11-27", "2026-11-27", false)]
    [InlineData("2026-11-30", "2026-11-27", false)]
    [InlineData("2026-11-26", null, false)]
    public void A_session_before_the_published_one_is_a_fault(string asOf, string? published, bool isFault)
    {
        var fault = OlderSession.Fault(Date(asOf), published is null ? null : Date(published));
        fault.ShouldBe(isFault ? $"as of {asOf}: market_analysis_cache holds {published}, a newer session; expected that session or a later one. "
            + "Add --allow-older to run it while the newer one stays published, or --republish to replace that one" : null);
    }

    [Fact]
    public async Task An_older_session_is_refused_before_anything_is_written_and_the_plan_says_so()
    {
        (await trial.RunAsync("--as-of", Session(50))).ShouldBe(ExitCode.Ok);
        var content = ContentHash.Of(trial.Data);
        string[] told = [$"as of {Session(49)}: market_analysis_cache holds {Session(50)}", "--allow-older"];
        (await trial.RunAsync("--as-of", Session(49))).ShouldBe(ExitCode.DataUnfit, told);
        (await trial.CallAsync("run", "monitor_coverage_health", "--as-of", Session(49))).ShouldBe(ExitCode.DataUnfit, told);
        (await trial.RunAsync("--as-of", Session(49), "--dry-run")).ShouldBe(ExitCode.Ok, ["the run would be refused", .. told]);
        (await trial.CallAsync("plan", Trial.Chain, "--as-of", Session(49))).ShouldBe(ExitCode.Ok, ["the run would be refused", .. told]);
        ContentHash.Of(trial.Data).ShouldBe(content);
    }

    [Fact]
    public async Task An_older_session_runs_while_the_newer_one_stays_published_until_it_is_republished()
    {
        (await trial.RunAsync("--as-of", Session(50))).ShouldBe(ExitCode.Ok);
        var content = ContentHash.Of(trial.Data);
        (await trial.RunAsync("--as-of", Session(48), "--allow-older")).ShouldBe(ExitCode.Ok, $"stay as of {Session(50)}", "--republish");
        foreach (var table in new[] { "features", "market_analysis_cache" }) ContentHash.Of(trial.Data)[table].ShouldBe(content[table], table);
        (await trial.SqlAsync($"SELECT DISTINCT date::VARCHAR FROM market_analysis_history WHERE date <= '{Session(48)}' ORDER BY 1 DESC"))[0]
            .ShouldBe(Session(48));
        (await trial.RunAsync("--as-of", Session(48), "--republish")).ShouldBe(ExitCode.Ok);
        foreach (var table in new[] { "features", "market_analysis_cache" })
            (await trial.SqlAsync($"SELECT max(date)::VARCHAR FROM {table}")).ShouldBe([Session(48)], table);
    }

    [Fact]
    public async Task After_a_refusal_status_and_verdict_propose_the_newest_session_and_no_retry()
    {
        (await trial.RunAsync("--as-of", Session(50))).ShouldBe(ExitCode.Ok);
        var next = $"./run.sh run {Trial.Chain} --wait 30m   # the newest session; only to replace it: --as-of {Session(49)} --republish";
        (await trial.RunAsync("--as-of", Session(49))).ShouldBe(ExitCode.DataUnfit, $"; {next}");
        var refused = (await trial.CallAsync("runs")).Output.Split(' ')[0];
        foreach (var status in new[] { await trial.CallAsync("status", refused), await trial.CallAsync("status") })
        {
            status.Output.ShouldContain($"next       {next}");
            status.Output.ShouldNotContain("retry");
        }
        (await trial.RunAsync("--as-of", Session(60))).ShouldBe(ExitCode.Ok);
        Market.Write(trial.Replay, symbols: 2, sessions: Sessions - 3);
        (await trial.RunAsync()).ShouldBe(ExitCode.DataUnfit, $"./run.sh run {Trial.Chain} --wait 30m   # when the source has newer sessions");
        (await trial.CallAsync("status")).ShouldBe(ExitCode.Failed, "# when the source has newer sessions");
    }

    [Fact]
    public async Task A_folder_that_ends_earlier_than_what_is_published_is_refused_without_a_requested_session_too()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        Market.Write(trial.Replay, symbols: 2, sessions: Sessions - 3);
        (await trial.RunAsync()).ShouldBe(ExitCode.DataUnfit, $"as of {Session(Sessions - 3)}", $"holds {Session(Sessions)}");
        (await trial.CallAsync("run", "audit")).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task A_session_beyond_the_newest_is_recorded_and_notified_once()
    {
        using var server = new Servers.ProviderServer(_ => Servers.ProviderReply.Of("ok"));
        trial.Variables["QM_WEBHOOK_URL"] = $"{server.Url}hook";
        (await trial.RunAsync("--as-of", "2030-01-02")).ShouldBe(ExitCode.Usage, "2030-01-02");
        server.Calls.Count.ShouldBe(1);
        (await trial.CallAsync("runs")).Output.ShouldContain(" 64 ");
    }

    [Fact]
    public async Task The_same_and_a_later_session_and_a_first_run_are_not_refused()
    {
        (await trial.RunAsync("--as-of", Session(50), "--dry-run")).Text.ShouldNotContain("refused");
        foreach (var session in new[] { 50, 50, 51 }) (await trial.RunAsync("--as-of", Session(session))).ShouldBe(ExitCode.Ok);
        (await trial.RunAsync("--as-of", Session(51), "--dry-run")).Text.ShouldNotContain("refused");
        (await trial.RunAsync("--as-of", Session(50), "--dry-run", "--allow-older")).Text.ShouldNotContain("refused");
        (await trial.RunAsync("--as-of", Session(50), "--allow-older")).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync("SELECT max(date) FROM market_analysis_cache")).ShouldBe([Session(51)]);
    }

    public void Dispose() => trial.Dispose();

    private static DateOnly Date(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static string Session(int number) => Series.Sessions().ElementAt(number - 1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
