using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Doctor;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Doctor;

/// <summary>The rules for keys, builds and runs.</summary>
public sealed class RuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false, "fmp", "", "ok", "not needed")]
    [InlineData(true, "fmp yahoo", "", "ok", "yahoo needs none; skipped without a key: fmp (FMP_API_KEY)")]
    [InlineData(true, "fmp tiingo", "TIINGO_API_KEY", "ok", "TIINGO_API_KEY is set; skipped without a key: fmp (FMP_API_KEY)")]
    [InlineData(true, "fmp", "FMP_API_KEY", "ok", "FMP_API_KEY is set")]
    [InlineData(true, "folder", "", "ok", "folder needs none")]
    [InlineData(true, "fmp eodhd", "TIINGO_API_KEY", "fail", "none of FMP_API_KEY, EODHD_API_KEY is set")]
    public void A_live_run_needs_one_provider_with_its_key(bool isLive, string providers, string set, string level, string text) =>
        KeyRules.Providers(isLive, providers.Split(' '), set.Split(' ')).ShouldSay(level, text);

    [Theory]
    [InlineData("t", "q", "sync", "ok", "are set")]
    [InlineData("t", null, "sync", "warn", "IBKR_FLEX_QUERY_ID not set: schedule sync would end with 78")]
    [InlineData(null, null, "sync", "warn", "IBKR_FLEX_TOKEN, IBKR_FLEX_QUERY_ID not set")]
    [InlineData(null, null, "", null, "")]
    public void The_brokers_keys_are_needed_by_a_schedule_that_fetches_reports(string? token, string? query, string schedules, string? level, string text)
    {
        var settings = new Settings
        {
            Home = "/", Data = new("/"), Replay = "/", IbkrFlexToken = token is null ? null : new(token), IbkrFlexQueryId = query is null ? null : new(query),
        };
        var finding = KeyRules.Broker(settings, schedules.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (level is null) finding.ShouldBeNull();
        else finding!.ShouldSay(level, text);
    }

    [Theory]
    [InlineData(false, 1, "IBKR_FLEX_TOKENS_FILE has 1 query")]
    [InlineData(true, 2, "IBKR_FLEX_TOKEN, IBKR_FLEX_QUERY_ID are set; IBKR_FLEX_TOKENS_FILE has 2 queries")]
    public void The_brokers_keys_may_be_in_a_file_of_several(bool pair, int lines, string text)
    {
        var logins = Enumerable.Range(1, lines).Select(i => new FlexLogin(new($"t{i}"), new($"q{i}"), i));
        var settings = new Settings { Home = "/", Data = new("/"), Replay = "/", FlexTokens = [.. logins] };
        if (pair) settings = settings with { IbkrFlexToken = new("t"), IbkrFlexQueryId = new("q") };
        KeyRules.Broker(settings, ["sync"])!.ShouldSay("ok", text);
    }

    [Theory]
    [InlineData("/home/me/tokens", "600", null)]
    [InlineData("/home/me/tokens", "400", null)]
    [InlineData("/home/me/tokens", "640", "IBKR_FLEX_TOKENS_FILE: /home/me/tokens has mode 640; expected 600")]
    [InlineData("/home/me/tokens", "604", "has mode 604")]
    [InlineData("/home/me/tokens", "644", "has mode 644")]
    [InlineData("/run/secrets/tokens", "444", null)]
    [InlineData("/runs/tokens", "444", "has mode 444")]
    public void A_file_of_secrets_is_readable_for_its_owner_alone_unless_a_container_mounts_it(string path, string mode, string? text)
    {
        var findings = KeyRules.Files([("IBKR_FLEX_TOKENS_FILE", path, (UnixFileMode)Convert.ToInt32(mode, 8))]).ToList();
        if (text is null) findings.ShouldBeEmpty();
        else findings.ShouldHaveSingleItem().ShouldSay("warn", text);
    }

    [Theory]
    [InlineData("abcdef1", "abcdef1234567890", 10, "ok", "quantmatrix 1.0 (abcdef1)")]
    [InlineData("abcdef1", "1234567890abcdef", 10, "warn", "but commit 1234567 is checked out")]
    [InlineData("abcdef1", null, 10, "ok", "")]
    [InlineData(null, "1234567890abcdef", 10, "ok", "")]
    [InlineData("abcdef1", "abcdef1234567890", 12, "ok", "")]
    [InlineData("abcdef1", "abcdef1234567890", 13, "warn", "src/A.cs was changed after the build")]
    [InlineData("abcdef1", "abcdef1234567890", null, "ok", "")]
    public void A_build_is_stale_after_a_checkout_or_a_change(string? commit, string? head, int? changedAt, string level, string text) => BuildRules.Of(
        new("1.0", commit), head, Now.UtcDateTime, changedAt is { } hour ? ("src/A.cs", Now.UtcDateTime.Date.AddHours(hour)) : null).ShouldSay(level, text);

    [Fact]
    public void A_run_in_progress_is_fine_unless_it_takes_hours_and_a_killed_one_is_named_until_the_next()
    {
        RunRules.Of([], Now).Single().ShouldSay("ok", "none yet");
        RunRules.Of([Run("a", JobStatus.Ok, 1)], Now).Single().ShouldSay("ok", "none is open, none was killed");
        RunRules.Of([Run("a", JobStatus.Running, 6)], Now).Single().ShouldSay("ok", "a (night) is running since 2026-03-04 06:00 UTC");
        RunRules.Of([Run("a", JobStatus.Running, 6.1)], Now).Single().ShouldSay("warn", "has been running since");
        RunRules.Of([Run("b", JobStatus.Killed, 1), Run("a", JobStatus.Ok, 2)], Now).Single().ShouldSay("warn", "b, the newest of night, was killed");
        RunRules.Of([Run("b", JobStatus.Ok, 1), Run("a", JobStatus.Killed, 2)], Now).Single().ShouldSay("ok", "none was killed");
    }

    /// <summary>In the order of the exit codes of a run, so that what a retry cannot correct comes first.</summary>
    [Fact]
    public void A_failed_check_has_the_exit_code_of_its_cause()
    {
        Checkup.Of("x", new TemporaryException("down"), "f").ShouldSay("fail", "down", 75);
        Checkup.Of("x", new DataUnfitException("rot"), "f").ShouldSay("fail", "rot", 65);
        Checkup.Of("x", new ConfigurationException("a\nb"), "f").ShouldSay("fail", "a\nb", 78);
        Checkup.Of("x", new ConfigurationException("a\nb"), "f").Lines(3).ShouldBe(["fail  x    a; b", "      f"]);
        Checkup.Of("x", new IOException("odd"), "f").ShouldSay("fail", "odd", 78);
    }

    [Fact]
    public async Task A_check_that_fails_by_an_exception_is_a_finding()
    {
        (await Checkup.TryAsync("x", "f", () => Task.FromResult(Denied()))).Single().ShouldSay("fail", "denied", 78);
        (await Checkup.TryAsync("x", "f", () => throw new TemporaryException("down"))).Single().ShouldSay("fail", "down", 75);
        (await Checkup.TryAsync("x", "f", () => Task.FromResult<IEnumerable<Checkup>>([Checkup.Ok("x", "fine")]))).Single().ShouldSay("ok", "fine");

        static IEnumerable<Checkup> Denied()
        {
            yield return Checkup.Ok("x", "fine");
            throw new UnauthorizedAccessException("denied");
        }
    }

    [Theory]
    [InlineData("night", "./run.sh run night --wait 30m")]
    [InlineData("repair", "./run.sh repair")]
    [InlineData("restore", "./run.sh restore DIR")]
    public void After_a_killed_run_the_fix_is_a_command_that_repeats_it(string target, string fix) =>
        RunRules.Of([Run("b", JobStatus.Killed, 1) with { Target = target, Reason = PastRun.Killed }], Now).Single().Fix.ShouldBe(fix);

    private static PastRun Run(string id, JobStatus status, double hoursAgo) => new(id, "night", Now.AddHours(-hoursAgo), status);
}
