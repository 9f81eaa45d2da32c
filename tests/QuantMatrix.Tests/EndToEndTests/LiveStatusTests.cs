using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;
using QuantMatrix.Tests.ContractTests;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The status, exit code and message of a night whose responses are incomplete, or whose providers are down.</summary>
[Trait("class", "slow")]
public sealed class LiveStatusTests : IDisposable
{
    private const int First = 299;
    private LiveNights nights = new("fmp, yahoo", symbols: 3);

    public void Dispose() => nights.Dispose();

    [Fact]
    public async Task A_newest_session_that_the_first_provider_lacks_comes_from_the_next()
    {
        await nights.NightAsync(First);
        nights.Returned = (bar, _, who) => who == "fmp" && bar.Day == Tonight() ? null : bar;
        (await nights.NightAsync(First + 1)).ShouldBe(ExitCode.Ok, "backfill_symbols  ok", "3 bars inserted",
            "3 symbols (S00, S01, S02) served by yahoo: fmp: "
            + $"newest bar {nights.Sessions[First]:yyyy-MM-dd}, expected {nights.Sessions[First + 1]:yyyy-MM-dd}");
        foreach (var symbol in nights.Symbols) await nights.ShouldHoldAsync(First - 269, First + 1, symbol);
    }

    [Fact]
    public async Task A_newest_session_that_no_provider_has_for_some_symbols_makes_the_night_partial()
    {
        await nights.NightAsync(First);
        nights.Returned = (bar, symbol, _) => symbol != "S01" && bar.Day == Tonight() ? null : bar;
        (await nights.NightAsync(First + 1)).ShouldBe(ExitCode.Ok, "backfill_symbols  partial", "1 bar inserted",
            $"{nights.Sessions[First + 1]:yyyy-MM-dd} is missing from 2 symbols (S00, S02)");
    }

    /// <summary>A retry within the hour requests the session again, and stores it once it is published.</summary>
    [Fact]
    public async Task A_session_published_late_is_temporary_until_a_retry_finds_it()
    {
        await nights.NightAsync(First);
        var late = true;
        nights.Returned = (bar, _, _) => late && bar.Day == Tonight() ? null : bar;
        foreach (var utc in new[] { "03:00", "03:20" })
        {
            nights.NewCalls();
            (await nights.NightAsync(First + 1, utc)).ShouldBe(ExitCode.Temporary,
                $"no provider has a bar of {nights.Sessions[First + 1]:yyyy-MM-dd} yet; run again later");
            nights.NewCalls().ShouldNotBeEmpty();
        }
        late = false;
        (await nights.NightAsync(First + 1, "03:40")).ShouldBe(ExitCode.Ok, "backfill_symbols  ok", "3 bars inserted");
        foreach (var symbol in nights.Symbols) await nights.ShouldHoldAsync(First - 269, First + 1, symbol);
    }

    [Fact]
    public async Task A_universe_of_twenty_published_late_is_temporary_too()
    {
        Restart("yahoo", 24);
        await nights.NightAsync(First, "03:00", "--set", $"{LiveNights.Job}.days=20");
        nights.Returned = (bar, _, _) => bar.Day == Tonight() ? null : bar;
        (await nights.NightAsync(First + 1)).ShouldBe(ExitCode.Temporary, "run again later");
    }

    /// <summary>Its newest bar is too old to be late.</summary>
    [Fact]
    public async Task A_delisted_share_ends_the_night_as_partial()
    {
        nights.Returned = (bar, symbol, _) => symbol == "S02" && bar.Day > Day.Of(nights.Sessions[First - 20]) ? null : bar;
        foreach (var night in new[] { First, First + 1 })
            (await nights.NightAsync(night)).ShouldBe(ExitCode.Ok, "backfill_symbols  partial",
                $"{nights.Sessions[First - 19]:yyyy-MM-dd} to {nights.Sessions[night]:yyyy-MM-dd} are missing from 1 symbol (S02)");
        (await nights.NightAsync(First + 1, "05:00")).ShouldBe(ExitCode.Ok, "backfill_symbols  partial", "0 bars inserted");
    }

    [Fact]
    public async Task Refused_rows_come_from_the_next_provider_and_without_one_make_the_night_partial()
    {
        nights.Returned = (bar, symbol, who) => symbol != "S00" && who == "fmp" && bar.Day % 2 == 0 ? bar with { High = bar.Low / 2 } : bar;
        (await nights.NightAsync(First)).ShouldBe(ExitCode.Ok, "backfill_symbols  ok", "810 bars inserted", "2 symbols (S01, S02) served by yahoo: fmp: ");

        Restart("fmp", 3);
        nights.Returned = (bar, symbol, _) => symbol != "S00" && bar.Day % 2 == 0 && bar.Day != Tonight() ? bar with { High = bar.Low / 2 } : bar;
        var night = await nights.NightAsync(First);
        night.ShouldBe(ExitCode.Ok, "backfill_symbols  partial", " rows refused, more than 2 %, of 2 symbols (S01, S02)");
        (await nights.NightAsync(First, "03:00", "--set", $"{LiveNights.Job}.since={nights.Sessions[First - 269]:yyyy-MM-dd}"))
            .ShouldBe(ExitCode.Ok, "backfill_symbols  partial");
    }

    /// <summary>The share was listed after the session named, so that each run requests all of its bars.</summary>
    [Fact]
    public async Task An_explicit_since_with_nothing_changed_is_ok_each_time()
    {
        nights.Returned = (bar, _, _) => bar.Day < Day.Of(nights.Sessions[First - 40]) ? null : bar;
        string[] since = ["--set", $"{LiveNights.Job}.since={nights.Sessions[First - 60]:yyyy-MM-dd}"];
        await nights.NightAsync(First, "03:00", since);
        (await nights.NightAsync(First, "03:30", since)).ShouldBe(ExitCode.Ok, "backfill_symbols  ok", "0 bars inserted, 0 rows changed");
        (await nights.NightAsync(First, "03:50", since)).ShouldBe(ExitCode.Ok, "backfill_symbols  ok");
    }

    /// <summary>The second night, with more symbols than the checks of a whole night need.</summary>
    [Theory]
    [InlineData("limited", "HTTP 429: Too Many Requests; Retry-After 3600 s")]
    [InlineData("day", "HTTP 429: calls for the day used up")]
    [InlineData("consent", "HTTP 302: consent required at https://consent.example.com/v2/collectConsent")]
    [InlineData("page", "the response is not JSON: an HTML page")]
    [InlineData("refused", "Connection refused")]
    public async Task Providers_that_are_down_or_limiting_end_the_run_as_temporary_in_their_own_words(string fault, string words)
    {
        Restart("yahoo", 220);
        await nights.NightAsync(First, "03:00", "--set", $"{LiveNights.Job}.days=20");
        if (fault == "refused") nights.Server.Die();
        nights.Instead = _ => fault switch
        {
            "limited" => ProviderReply.TooMany("3600"),
            "day" => ProviderReply.Of(429, "calls for the day used up"),
            "consent" => ProviderReply.Of(302) with
            {
                Headers = new Dictionary<string, string> { ["Location"] = "https://consent.example.com/v2/collectConsent?sessionId=session-token" },
            },
            _ => ProviderReply.Of("<html><title>Sign in</title></html>"),
        };
        var night = await nights.NightAsync(First + 1);
        night.ShouldBe(ExitCode.Temporary, words, " failed");
        night.Text.ShouldNotContain("session-token");
        night.Text.ShouldNotContain("outage");
    }

    [Theory]
    [InlineData(401, 429, ExitCode.Temporary)]
    [InlineData(401, 404, ExitCode.Failed)]
    public async Task A_rejected_key_is_a_failure_unless_another_provider_may_serve_later(int fmp, int yahoo, int code)
    {
        nights.Instead = call => call.Path.StartsWith("/stable", StringComparison.Ordinal) ? ProviderReply.Of(fmp, "Invalid API KEY.")
            : yahoo == 429 ? ProviderReply.TooMany("3600") : ProviderReply.Of(yahoo, "nothing here");
        (await nights.NightAsync(First)).ShouldBe(code, "fmp disabled for the rest of this run: HTTP 401: Invalid API KEY. (");
    }

    /// <summary>A page of a few bytes with status 200, as of a network's login.</summary>
    [Fact]
    public async Task A_page_in_place_of_every_response_never_ends_in_an_error_of_the_cache()
    {
        nights.Dispose();
        nights = new("yahoo", symbols: 2) { Target = Trial.Chain };
        nights.Instead = _ => ProviderReply.Of("<html><title>Sign in</title></html>");
        var night = await nights.NightAsync(First);
        night.ShouldBe(ExitCode.Temporary, "the response is not JSON: an HTML page");
        night.Text.ShouldNotContain("Malformed JSON");
        var cache = Path.Combine(nights.Trial.Data, "cache", "responses.duckdb");
        if (File.Exists(cache)) EmbeddedTrial.Rows(cache, "select key from key_value where key like '%response%'").ShouldBeEmpty();
    }

    private int Tonight() => Day.Of(nights.Tonight);

    private void Restart(string providers, int symbols)
    {
        nights.Dispose();
        nights = new(providers, symbols);
    }
}
