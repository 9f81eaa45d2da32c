using System.Diagnostics;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>Failure 13 and other HTTP and network faults.</summary>
public class ProviderFaultTests
{
    public static TheoryData<string> PassingFaults => [.. Passing.Keys];

    private static readonly Dictionary<string, ProviderReply> Passing = new()
    {
        ["500"] = ProviderReply.Of(500, "Internal Server Error"),
        ["503"] = ProviderReply.Of(503),
        ["408"] = ProviderReply.Of(408),
        ["429 without a time"] = ProviderReply.TooMany(retryAfter: null),
        ["429 with no time at all"] = ProviderReply.TooMany("0"),
        ["reset"] = ProviderReply.Of(Accident.Reset),
        ["half a body"] = ProviderReply.Of(Accident.Half),
        ["no HTTP"] = ProviderReply.Of(Accident.Garbage),
        ["half a JSON"] = ProviderReply.Of("""[{"symbol":"S000","da"""),
        ["a page"] = ProviderReply.Of("<html>We will be right back</html>"),
        ["nothing"] = ProviderReply.Of(""),
        ["broken gzip"] = ProviderReply.Of("no gzip") with { Headers = new Dictionary<string, string> { ["Content-Encoding"] = "gzip" } },
        ["Limit Reach with HTTP 200"] = ProviderReply.Of("""{"Error Message": "Limit Reach . Please upgrade your plan"}"""),
    };

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task A_transient_fault_is_retried(string fault)
    {
        using var trial = new LiveTrial(call => call.Number == 1 ? Passing[fault] : null);
        var fmp = trial.Fmp();

        var answer = await fmp.FetchAsync(trial.Asked("S000"), default);

        trial.ShouldBeTrue(answer.Bars, "S000").ShouldBe("fmp");
        (fmp.Tally["calls"], fmp.Tally["retries"]).ShouldBe((2, 1));
    }

    [Fact]
    public async Task A_stalled_response_times_out_and_is_retried()
    {
        using var trial = new LiveTrial(call => call.Number == 1 ? ProviderReply.Of(Accident.Stall) : null);
        trial.Options = trial.Options with { Timeout = TimeSpan.FromSeconds(1) };

        trial.ShouldBeTrue((await trial.Yahoo().FetchAsync(trial.Asked("S000"), default)).Bars, "S000").ShouldBe("yahoo");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    public async Task A_symbol_error_is_not_retried_and_does_not_affect_other_symbols(int status)
    {
        using var trial = new LiveTrial(call => call.Symbol == "S000" ? ProviderReply.Of(status, """{"message": "no such thing"}""") : null);
        var fmp = trial.Fmp();

        (await FaultAsync(fmp, trial.Asked("S000"))).ShouldBe((FaultKind.Symbol, $"HTTP {status}: no such thing"));
        trial.ShouldBeTrue((await fmp.FetchAsync(trial.Asked("S001"), default)).Bars, "S001");
        trial.Server.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_persistent_fault_is_retried_up_to_the_limit_and_reported()
    {
        using var trial = new LiveTrial(_ => ProviderReply.Of(500, "Internal Server Error"));

        (await FaultAsync(trial.Fmp(), trial.Asked("S000"))).ShouldBe((FaultKind.Transient, "HTTP 500: Internal Server Error"));
        trial.Server.Calls.Count.ShouldBe(1 + trial.Options.Retries);
    }

    [Fact]
    public async Task Retry_After_pauses_all_calls()
    {
        using var trial = new LiveTrial(call => call.Number == 1 ? ProviderReply.TooMany("1") : null);
        var yahoo = trial.Yahoo();

        var first = yahoo.FetchAsync(trial.Asked("S000"), default);
        await Wait.UntilAsync(() => yahoo.Tally["retries"] > 0);
        await Task.WhenAll(first, yahoo.FetchAsync(trial.Asked("S001"), default), yahoo.FetchAsync(trial.Asked("S002"), default));

        var calls = trial.Server.Calls;
        calls.Count.ShouldBe(4);
        calls.Skip(1).ShouldAllBe(c => Stopwatch.GetElapsedTime(calls[0].At, c.At) >= TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("3600")]
    [InlineData("Fri, 31 Dec 2100 23:59:59 GMT")]
    public async Task A_Retry_After_over_the_limit_disables_the_provider(string retryAfter)
    {
        using var trial = new LiveTrial(_ => ProviderReply.TooMany(retryAfter));
        var yahoo = trial.Yahoo();

        var (kind, message) = await FaultAsync(yahoo, trial.Asked("S000"));
        kind.ShouldBe(FaultKind.Provider);
        message.ShouldStartWith("HTTP 429: Too Many Requests; Retry-After ");
        (await FaultAsync(yahoo, trial.Asked("S001"))).Message.ShouldBe($"disabled for the rest of this run: {message}");
        yahoo.Tally.DisabledReason.ShouldBe(message);
        trial.Server.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    public async Task A_rejected_key_disables_the_provider(int status)
    {
        using var trial = new LiveTrial(_ => ProviderReply.Of(status, """{"Error Message": "Invalid API KEY."}"""));
        var fmp = trial.Fmp();

        (await FaultAsync(fmp, trial.Asked("S000"))).ShouldBe((FaultKind.Provider, $"HTTP {status}: Invalid API KEY."));
        (await FaultAsync(fmp, trial.Asked("S001"))).Kind.ShouldBe(FaultKind.Provider);
        trial.Server.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_symbol_outside_the_plan_is_a_symbol_error_despite_status_402()
    {
        const string premium = "Premium Query Parameter: 'Special Endpoint : This value set for 'symbol' is not available under your current subscription";
        using var trial = new LiveTrial(call => call.Symbol == "S000" ? ProviderReply.Of(402, premium) : null);
        var fmp = trial.Fmp();

        var (kind, message) = await FaultAsync(fmp, trial.Asked("S000"));
        kind.ShouldBe(FaultKind.Symbol);
        message.ShouldStartWith("HTTP 402: Premium Query Parameter");
        trial.ShouldBeTrue((await fmp.FetchAsync(trial.Asked("S001"), default)).Bars, "S001");
    }

    [Fact]
    public async Task A_dead_provider_is_not_called_for_every_symbol()
    {
        using var trial = new LiveTrial(_ => ProviderReply.Of(500), symbols: 300);
        var yahoo = trial.Yahoo();

        var fetched = await LiveTrial.AllAsync(trial.Source(yahoo), trial.Requests);

        fetched.Failures.Count.ShouldBe(trial.Symbols.Count);
        trial.Server.Calls.Count.ShouldBeLessThan(100);
        yahoo.Tally.DisabledReason!.ShouldStartWith("most calls failed");
    }

    /// <summary>The circuit breaker opens at the tenth failed call; the call that tests the provider fails once, then all succeed.</summary>
    [Fact]
    public async Task A_provider_that_recovers_serves_all_symbols()
    {
        using var trial = new LiveTrial(call => call.Number <= 11 ? ProviderReply.Of(500) : null, symbols: 40);
        trial.Options = trial.Options with { Retries = 11, RetryDelay = TimeSpan.Zero, Concurrency = 1 };
        var yahoo = trial.Yahoo();

        var fetched = await LiveTrial.AllAsync(trial.Source(yahoo), trial.Requests);

        fetched.Failures.ShouldBeEmpty();
        foreach (var symbol in trial.Symbols) trial.ShouldBeTrue(fetched.Bars, symbol);
        yahoo.Tally.DisabledReason.ShouldBeNull();
    }

    [Fact]
    public async Task A_refused_connection_is_a_transient_fault_that_names_the_address()
    {
        using var trial = new LiveTrial();
        trial.Server.Die();

        var (kind, message) = await FaultAsync(trial.Yahoo(), trial.Asked("S000"));

        kind.ShouldBe(FaultKind.Transient);
        message.ShouldStartWith($"cannot be reached at {trial.Server.Url.ToString().TrimEnd('/')}: ");
    }

    [Fact]
    public async Task An_oversized_response_is_rejected()
    {
        using var trial = new LiveTrial();
        trial.Options = trial.Options with { MaxResponseBytes = 100 };

        (await FaultAsync(trial.Fmp(), trial.Asked("S000"))).ShouldBe((FaultKind.Symbol, "the response exceeds the limit of 100 bytes"));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var stranger = new ProviderServer(_ => ProviderReply.Of("[]"));
        using var trial = new LiveTrial(_ =>
            ProviderReply.Of(302) with { Headers = new Dictionary<string, string> { ["Location"] = stranger.Url.ToString() } });

        (await FaultAsync(trial.Fmp(), trial.Asked("S000"))).Kind.ShouldBe(FaultKind.Provider);
        stranger.Calls.ShouldBeEmpty();
    }

    private static async Task<(FaultKind Kind, string Message)> FaultAsync(IBarProvider provider, BarRequest request)
    {
        var fault = await Should.ThrowAsync<ProviderException>(() => provider.FetchAsync(request, default));
        return (fault.Kind, fault.Message);
    }
}
