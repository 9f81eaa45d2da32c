using QuantMatrix.Http;
using QuantMatrix.MarketData;
using QuantMatrix.MarketData.Live;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>Which provider serves a symbol whose first response is incomplete, and whether a symbol without one may be served later.</summary>
public sealed class ProviderFallbackTests
{
    private const string Symbol = "S001";

    /// <summary>The newest session is missing, without prices or refused.</summary>
    [Theory]
    [InlineData("absent")]
    [InlineData("null")]
    [InlineData("refused")]
    public async Task A_response_without_the_newest_session_makes_the_next_provider_serve_the_symbol(string newest)
    {
        const int last = LiveTrial.Sessions - 1;
        var fmp = Fmp(last, newest switch { "null" => Row(last, high: "null", all: "null"), "refused" => Row(last, high: "1"), _ => null });
        using var trial = new LiveTrial(call => IsFmp(call) ? ProviderReply.Of(fmp) : null);

        var fetched = await LiveTrial.AllAsync(trial.Source(), [trial.Asked(Symbol)]);

        trial.ShouldBeTrue(fetched.Bars, Symbol).ShouldBe("twelvedata");
        fetched.Fallbacks.ShouldHaveSingleItem().Reason.ShouldStartWith("fmp: newest bar 2025-03-20, expected 2025-03-21");
    }

    [Theory]
    [InlineData(2, "twelvedata")]
    [InlineData(7, "fmp")]
    public async Task Refused_rows_above_the_limit_make_the_next_provider_serve_the_symbol(int percent, string provider)
    {
        var fmp = Fmp(LiveTrial.Sessions, null, refusedAt: 3); // one row of 15, 6.7 percent
        using var trial = new LiveTrial(call => IsFmp(call) ? ProviderReply.Of(fmp) : null);
        using var source = new LiveSource([trial.Fmp(), trial.TwelveData()], new() { RefusedPercent = percent });

        var fetched = await LiveTrial.AllAsync(source, [trial.Asked(Symbol)]);

        fetched.Bars.Source.ToArray().Distinct().ShouldBe([provider]);
        fetched.Rejected.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(1, -1, "twelvedata")] // has a newer bar
    [InlineData(0, 4, "twelvedata")] // has as new a bar and fewer refused rows
    [InlineData(0, -1, "fmp")] // is as good and later in order
    public async Task Without_a_complete_response_the_most_complete_one_is_used(int sessionsMissing, int refusedAt, string provider)
    {
        var fmp = Fmp(LiveTrial.Sessions - sessionsMissing, null, refusedAt);
        using var trial = new LiveTrial(call => IsFmp(call) ? ProviderReply.Of(fmp) : null);
        using var source = trial.Source(trial.Fmp(), trial.TwelveData());

        var fetched = await LiveTrial.AllAsync(source, [trial.Asked(Symbol) with { To = trial.Last.AddDays(3) }]);

        fetched.Bars.Source.ToArray().Distinct().ShouldBe([provider]);
        fetched.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Equally_incomplete_responses_are_served_by_the_first_provider_without_a_fallback()
    {
        using var trial = new LiveTrial();
        using var source = trial.Source();

        var fetched = await LiveTrial.AllAsync(source, [trial.Asked(Symbol) with { To = trial.Last.AddDays(3) }]);

        trial.ShouldBeTrue(fetched.Bars, Symbol).ShouldBe("fmp");
        (fetched.Fallbacks.Count, trial.Server.Calls.Count).ShouldBe((0, 3));
        source.Providers.Select(p => (p.Tally["symbols"], p.Tally["bars"])).ShouldBe([(1, 15), (0, 0), (0, 0)]);
    }

    public static TheoryData<string, string, bool, string> Faults => new()
    {
        { "fmp", "429", true, "HTTP 429: Edge: Too Many Requests" },
        { "fmp", "429 for the day", true, "HTTP 429: calls for the day used up" },
        { "fmp", "402 for the day", true, "HTTP 402: You exceeded your daily API requests limit" },
        { "fmp", "402", false, "HTTP 402: Payment required" },
        { "fmp", "429 for an hour", true, "HTTP 429: Too Many Requests; Retry-After 3600 s exceeds the limit of 120 s" },
        { "fmp", "limit", true, "HTTP 429: Limit Reach . Please upgrade your plan" },
        { "fmp", "503", true, "HTTP 503: down for maintenance" },
        { "fmp", "page", true, "the response is not JSON: an HTML page" },
        { "fmp", "reset", true, "cannot be reached at http://127.0.0.1" },
        { "fmp", "redirect", true, "HTTP 302: redirect to https://consent.example.com/v2/collectConsent" },
        { "yahoo", "redirect", true, "HTTP 302: consent required at https://consent.example.com/v2/collectConsent" },
        { "fmp", "401", false, "HTTP 401: Invalid API KEY." },
        { "fmp", "404", false, "HTTP 404: nothing here" },
        { "fmp", "empty", false, "" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_that_may_pass_is_told_from_one_that_does_not_and_keeps_its_words(string provider, string fault, bool mayPass, string words)
    {
        using var trial = new LiveTrial(_ => Reply(fault));
        using var source = trial.Source(provider == "fmp" ? trial.Fmp() : trial.Yahoo());

        var failure = (await LiveTrial.AllAsync(source, [trial.Asked(Symbol)])).Failures.ShouldHaveSingleItem();

        failure.MayPass.ShouldBe(mayPass);
        failure.Reason.ShouldStartWith($"{provider}: {words}");
        failure.Reason.ShouldNotContain("session-token");
        if (fault is not ("404" or "empty")) source.Warnings.ShouldHaveSingleItem().ShouldContain(words);
    }

    /// <summary>A rejected key alone needs the operator; a provider that is down may serve the symbol later.</summary>
    [Theory]
    [InlineData("401", "503", true)]
    [InlineData("503", "401", true)]
    [InlineData("404", "429", true)]
    [InlineData("401", "401", false)]
    [InlineData("404", "401", false)]
    public async Task One_provider_that_may_serve_later_is_enough(string first, string second, bool mayPass)
    {
        using var trial = new LiveTrial(call => Reply(IsFmp(call) ? first : second));
        using var source = trial.Source(trial.Fmp(), trial.TwelveData());

        (await LiveTrial.AllAsync(source, [trial.Asked(Symbol)])).Failures.ShouldHaveSingleItem().MayPass.ShouldBe(mayPass);
    }

    [Fact]
    public async Task The_first_words_of_a_provider_survive_its_circuit_breaker_with_their_count()
    {
        using var trial = new LiveTrial(call => call.Number == 1 ? Reply("429") : Reply("503"), symbols: 60);
        trial.Options = trial.Options with { Concurrency = 1 };
        using var source = trial.Source(trial.Yahoo());

        var fetched = await LiveTrial.AllAsync(source, trial.Requests);

        fetched.Failures.Count.ShouldBe(trial.Symbols.Count);
        fetched.Failures.ShouldAllBe(f => f.MayPass);
        var calls = trial.Server.Calls.Count;
        source.Warnings.ShouldBe([$"yahoo disabled for the rest of this run: most calls failed, the first with HTTP 429: Edge: Too Many Requests; "
            + $"3 pauses of 0.5 s did not help ({calls} of {calls} calls failed)"]);
    }

    [Fact]
    public async Task A_timeout_is_named_as_the_first_fault()
    {
        using var trial = new LiveTrial(_ => ProviderReply.Of(Accident.Stall));
        trial.Options = trial.Options with { Timeout = TimeSpan.FromSeconds(0.2), Retries = 0 };
        using var source = trial.Source(trial.Yahoo());

        (await LiveTrial.AllAsync(source, [trial.Asked(Symbol)])).Failures.ShouldHaveSingleItem().MayPass.ShouldBeTrue();

        source.Warnings.ShouldBe(["yahoo: 1 of 1 call failed, the first with no response within 0.2 s"]);
    }

    /// <summary>A long pause asked for by an optional endpoint does not disable the provider, so a later fault stays what it is.</summary>
    [Fact]
    public async Task An_optional_request_that_is_throttled_does_not_make_later_faults_passing_ones()
    {
        using var trial = new LiveTrial(call => call.Path == "/stable/dividends" ? ProviderReply.TooMany("3600")
            : call.Symbol == "S002" ? Reply("404") : null);
        using var source = new LiveSource([trial.Fmp()], new() { Concurrency = 1 });

        var fetched = await LiveTrial.AllAsync(source, [.. new[] { "S001", "S002" }.Select(s => trial.Asked(s) with { WithActions = true })]);

        fetched.Failures.ShouldBe([new("S002", "fmp: HTTP 404: nothing here")]);
        (source.Providers[0].Tally.IsDown, source.Providers[0].Tally.DisabledReason).ShouldBe((false, null));
    }

    [Fact]
    public void The_first_reason_to_disable_a_provider_is_kept_with_its_kind()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var (tally, seen) = (new ProviderTally(), new System.Collections.Concurrent.ConcurrentBag<string>());
            Parallel.For(0, 8, i =>
            {
                tally.Disable(i % 2 == 0 ? "down" : "key", mayPass: i % 2 == 0);
                seen.Add(tally.DisabledReason!);
            });

            seen.ShouldAllBe(reason => reason == tally.DisabledReason);
            tally.IsDown.ShouldBe(tally.DisabledReason == "down");
        }
    }

    private static bool IsFmp(ProviderCall call) => call.Path.StartsWith("/stable", StringComparison.Ordinal);

    private static ProviderReply Reply(string fault) => fault switch
    {
        "429" => ProviderReply.Of(429, "Edge: Too Many Requests"),
        "429 for the day" => ProviderReply.Of(429, "calls for the day used up"),
        "402 for the day" => ProviderReply.Of(402, "You exceeded your daily API requests limit"),
        "402" => ProviderReply.Of(402, "Payment required"),
        "429 for an hour" => ProviderReply.TooMany("3600"),
        "limit" => ProviderReply.Of("""{"Error Message": "Limit Reach . Please upgrade your plan"}"""),
        "503" => ProviderReply.Of(503, "down for maintenance"),
        "page" => ProviderReply.Of("<html><title>Sign in</title></html>"),
        "reset" => ProviderReply.Of(Accident.Reset),
        "redirect" => ProviderReply.Of(302) with
        {
            Headers = new Dictionary<string, string> { ["Location"] = "https://consent.example.com/v2/collectConsent?sessionId=session-token" },
        },
        "401" => ProviderReply.Of(401, """{"Error Message": "Invalid API KEY."}"""),
        "404" => ProviderReply.Of(404, "nothing here"),
        _ => ProviderReply.Of("[]"),
    };

    /// <summary>FMP's response with the first sessions of the trial's series, newest first.</summary>
    private static string Fmp(int sessions, string? newest, int refusedAt = -1)
    {
        var rows = Enumerable.Range(0, sessions).Select(i => Row(i, high: i == refusedAt ? "1" : null)).ToList();
        if (newest is not null) rows.Add(newest);
        rows.Reverse();
        return $"[{string.Join(',', rows)}]";
    }

    /// <summary>The row of a session by its place; a high of 1 is below every open.</summary>
    private static string Row(int place, string? high = null, string? all = null)
    {
        var date = new SessionCalendar([]).Sessions(new(2025, 3, 3), new(2025, 5, 2)).ElementAt(place);
        return FormattableString.Invariant($$"""
            {"symbol":"{{Symbol}}","date":"{{date:yyyy-MM-dd}}","open":{{all ?? "11"}},"high":{{high ?? "13"}},"low":{{all ?? "10"}},
            "close":{{all ?? "12"}},"volume":100}
            """);
    }
}
