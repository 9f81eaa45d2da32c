using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Http;
using QuantMatrix.Indicators;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>Requests, limits and caching of the providers.</summary>
public class ProviderClientTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2025, 3, 24, 22, 0, 0, TimeSpan.Zero));

    /// <summary>Failure 15.</summary>
    [Fact]
    public async Task Each_provider_receives_its_own_request_format()
    {
        using var trial = new LiveTrial();
        var request = trial.Asked("BRK-B");
        foreach (var provider in new IBarProvider[] { trial.Fmp(), trial.TwelveData(), trial.Yahoo() })
            trial.ShouldBeTrue((await provider.FetchAsync(request, default)).Bars, "BRK-B").ShouldBe(provider.Name);

        trial.Server.Calls.Select(c => c.Target).ShouldBe([
            "/stable/historical-price-eod/full?symbol=BRK-B&from=2025-03-03&to=2025-03-21",
            "/time_series?symbol=BRK.B&interval=1day&start_date=2025-03-03&end_date=2025-03-22&adjust=splits&outputsize=5000&order=asc"
                + "&country=United%20States",
            "/v8/finance/chart/BRK-B?period1=1740960000&period2=1742601600&interval=1d&events=div%2Csplits",
        ]);
        trial.Server.Calls[2].Headers["User-Agent"].ShouldStartWith("Mozilla/5.0 ");
        trial.Server.Calls.ShouldAllBe(c => c.Headers["Accept-Encoding"].Contains("gzip"));
    }

    [Fact]
    public async Task A_compressed_response_is_decompressed()
    {
        using var trial = new LiveTrial(_ =>
            ProviderReply.Of("""[{"symbol":"S000","date":"2025-03-03","open":1,"high":2,"low":1,"close":2,"volume":3}]""").Gzipped());

        (await trial.Fmp().FetchAsync(trial.Asked("S000"), default)).Bars.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Actions_cost_extra_calls_only_when_requested_and_total_return_closes_none()
    {
        using var trial = new LiveTrial(call => call.Path switch
        {
            "/stable/splits" => ProviderReply.Of("""
                [{"symbol":"S000","date":"2025-03-05","numerator":3,"denominator":2},{"symbol":"S000","date":"2031-01-02","numerator":9,"denominator":1}]
                """),
            "/stable/dividends" => ProviderReply.Of("""[{"symbol":"S000","date":"2025-03-04","adjDividend":0.2,"dividend":0.3}]"""),
            _ => null,
        });
        var (fmp, request) = (trial.Fmp(), trial.Asked("S000"));

        var bars = await fmp.FetchAsync(request, default);
        trial.Server.Calls.Count.ShouldBe(fmp.CallsFor(request));
        bars.Actions.ShouldBeEmpty();
        var all = await fmp.FetchAsync(request with { WithActions = true }, default);

        trial.ShouldBeTrue(all.Bars, "S000").ShouldBe("fmp");
        all.Actions.Select(Responses.Text).ShouldBe(["S000 2025-03-05 Split 1.5 fmp", "S000 2025-03-04 Dividend 0.2 fmp"]);
        (fmp.CallsFor(request), fmp.CallsFor(request with { WithActions = true }), trial.Server.Calls.Count).ShouldBe((1, 3, 4));
    }

    [Fact]
    public async Task An_endpoint_outside_the_plan_is_skipped_and_reported()
    {
        using var trial = new LiveTrial(call => call.Path == "/stable/splits"
            ? ProviderReply.Of(402, "Exclusive Endpoint: not available under your current plan") : null);
        var fmp = trial.Fmp();

        trial.ShouldBeTrue((await fmp.FetchAsync(trial.Asked("S000") with { WithActions = true }, default)).Bars, "S000");
        trial.ShouldBeTrue((await fmp.FetchAsync(trial.Asked("S001"), default)).Bars, "S001");
        fmp.Tally.Samples.ShouldBe(["/stable/splits: HTTP 402: Exclusive Endpoint: not available under your current plan"]);
    }

    [Fact]
    public async Task The_daily_budget_spans_runs_and_resets_at_midnight_UTC()
    {
        using var trial = new LiveTrial(time: clock);
        trial.Options = trial.Options with { CallsPerDay = 3, CacheDuration = TimeSpan.Zero };
        var (first, request) = (trial.TwelveData(), trial.Asked("S000"));
        await first.FetchAsync(request, default);
        await first.FetchAsync(request, default);
        await first.SaveAsync(default);

        var second = trial.TwelveData();
        await second.FetchAsync(request, default);
        var fault = await Should.ThrowAsync<ProviderException>(() => second.FetchAsync(request, default));
        (fault.Kind, fault.Message).ShouldBe((FaultKind.Provider, "daily budget of 3 calls used up on 2025-03-24; resets at 00:00 UTC"));
        trial.Server.Calls.Count.ShouldBe(3);
        await second.SaveAsync(default);

        clock.Advance(TimeSpan.FromHours(2));
        await trial.TwelveData().FetchAsync(request, default);
        trial.Server.Calls.Count.ShouldBe(4);
    }

    [Fact]
    public async Task The_calls_of_a_killed_run_are_counted()
    {
        using var trial = new LiveTrial(time: clock);
        trial.Options = trial.Options with { CallsPerDay = 5, CacheDuration = TimeSpan.Zero };
        await trial.TwelveData().FetchAsync(trial.Asked("S000"), default);

        await Should.ThrowAsync<ProviderException>(() => trial.TwelveData().FetchAsync(trial.Asked("S000"), default));
    }

    [Fact]
    public async Task A_response_is_cached_for_an_hour_for_the_same_request_only()
    {
        using var trial = new LiveTrial(time: clock);
        var request = trial.Asked("S000");
        var first = trial.Fmp();
        await first.FetchAsync(request, default);
        await first.SaveAsync(default);
        var again = trial.Fmp();

        trial.ShouldBeTrue((await again.FetchAsync(request, default)).Bars, "S000").ShouldBe("fmp");
        (again.Tally["cache_hits"], again.Tally["calls"]).ShouldBe((1, 0));
        await again.FetchAsync(trial.Asked("S001"), default);
        await again.FetchAsync(request with { To = request.To.AddDays(-1) }, default);
        again.Tally["calls"].ShouldBe(2);
        clock.Advance(TimeSpan.FromMinutes(61));
        await trial.Fmp().FetchAsync(request, default);
        trial.Server.Calls.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Only_valid_responses_are_cached()
    {
        using var trial = new LiveTrial(call => call.Number switch
        {
            1 => ProviderReply.Of(404),
            2 => ProviderReply.Of("""[{"symbol":"OTHER","date":"2025-03-03"}]"""),
            _ => null,
        }, time: clock);
        var fmp = trial.Fmp();
        for (var i = 0; i < 2; i++) await Should.ThrowAsync<ProviderException>(() => fmp.FetchAsync(trial.Asked("S000"), default));
        await fmp.SaveAsync(default);
        trial.Store.Keys.ShouldBeEmpty();

        trial.ShouldBeTrue((await trial.Fmp().FetchAsync(trial.Asked("S000"), default)).Bars, "S000");
    }

    [Fact]
    public async Task Concurrent_calls_stay_within_the_limit()
    {
        var (now, arrived, most) = (0, 0, 0);
        using var three = new CountdownEvent(3);
        using var trial = new LiveTrial(_ =>
        {
            lock (three) most = Math.Max(most, ++now);
            if (Interlocked.Increment(ref arrived) <= 3) three.Signal();
            three.Wait(Wait.Limit);
            lock (three) now--;
            return null;
        }, symbols: 20);
        trial.Options = trial.Options with { Concurrency = 3 };
        var yahoo = trial.Yahoo();

        await Task.WhenAll(trial.Requests.Select(r => yahoo.FetchAsync(r, default)));

        most.ShouldBe(3);
    }

    [Fact]
    public async Task Calls_stay_within_the_limit_per_minute()
    {
        const int atOnce = 60, afterwards = 5, steadyPerMinute = 540;
        var began = Stopwatch.GetTimestamp();
        using var pace = new RequestThrottle(callsPerMinute: 600, TimeProvider.System);

        for (var i = 0; i < atOnce + afterwards; i++) await pace.AcquireAsync(default);

        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThan(0.9 * afterwards * TimeSpan.FromMinutes(1) / steadyPerMinute);
    }

    [Fact]
    public void A_missing_key_or_an_option_out_of_range_is_a_configuration_error()
    {
        using var trial = new LiveTrial();
        var store = trial.Store;

        Should.Throw<ConfigurationException>(() => new Fmp(trial.Options with { Key = null }, store, clock))
            .Message.ShouldBe("fmp: no API key; expected one in FMP_API_KEY");
        Should.Throw<ConfigurationException>(() => new TwelveData(trial.Options with { Key = null }, store, clock)).Message.ShouldContain("TWELVEDATA_API_KEY");
        Should.Throw<ConfigurationException>(() =>
            new Yahoo(trial.Options with { CallsPerMinute = 0, Concurrency = 0, BaseUrl = new("ftp://x") }, store, clock)).Message
            .ShouldBe("yahoo: BaseUrl is not an HTTP address; expected one such as https://example.com; "
                + "CallsPerMinute is 0; expected at least 1; Concurrency is 0; expected at least 1");
        Should.Throw<ConfigurationException>(() => new Fmp(trial.Options with { Key = () => "a secret\n" }, store, clock)).Message.ShouldNotContain("secret");
    }

    [Fact]
    public void The_default_limits_are_those_of_the_smallest_plans() =>
        new[] { Fmp.Defaults, TwelveData.Defaults, Yahoo.Defaults }.Select(o => (o.CallsPerMinute, o.CallsPerDay))
            .ShouldBe([(300, null), (8, 800), (40, null)]);
}
