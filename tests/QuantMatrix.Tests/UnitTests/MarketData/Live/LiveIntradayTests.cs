using QuantMatrix.MarketData;
using QuantMatrix.MarketData.Live;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.IntradayResponses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>5-minute bars of several providers over loopback: the order of providers, windows, limits and failures.</summary>
public sealed class LiveIntradayTests
{
    private const string Row = "2024-06-10 09:30 10 11 9 10.5 700", Older = "2024-06-07 09:30 10 11 9 10.5 700";

    [Fact]
    public async Task The_first_provider_with_the_newest_session_serves_a_symbol()
    {
        using var trial = new LiveTrial(call => call.Path.Split('/')[1] switch
        {
            "stable" => ProviderReply.Of(Body("fmp", Older)),
            "time_series" => ProviderReply.Of(404),
            _ => ProviderReply.Of(Body("yahoo", Older, Row)),
        });
        var served = await OneAsync([trial.Fmp(), trial.TwelveData(), trial.Yahoo()], Asked("2024-06-07", "2024-06-10"));
        (served.Series!.Source, served.Series.Bars.Count).ShouldBe(("yahoo", 2));
        served.Fallback!.Reason.ShouldBe("fmp: newest bar 2024-06-07, expected 2024-06-10; twelvedata: HTTP 404");
    }

    [Fact]
    public async Task Without_the_newest_session_the_newest_bars_are_taken_and_none_is_a_failure()
    {
        using var trial = new LiveTrial(call =>
            call.Path.StartsWith("/stable", StringComparison.Ordinal) ? ProviderReply.Of(Body("fmp", Older)) : ProviderReply.Of(404));
        (await OneAsync([trial.Fmp(), trial.TwelveData()], Asked("2024-06-07", "2024-06-10"))).Series!.Source.ShouldBe("fmp");
        var failed = await OneAsync([trial.TwelveData()], Asked("2024-06-07", "2024-06-10"));
        (failed.Series, failed.Failure!.Reason, failed.Failure.MayPass).ShouldBe((null, "twelvedata: HTTP 404", false));
    }

    [Fact]
    public async Task A_failure_that_may_pass_is_marked_so()
    {
        using var trial = new LiveTrial(_ => ProviderReply.Of(500));
        trial.Options = trial.Options with { Retries = 0 };
        (await OneAsync([trial.TwelveData()], Asked("2024-06-10", "2024-06-10"))).Failure!.MayPass.ShouldBeTrue();
    }

    [Fact]
    public async Task A_plan_without_the_interval_is_asked_once_and_keeps_its_daily_bars()
    {
        using var trial = new LiveTrial(call => call.Path.Contains("5min", StringComparison.Ordinal)
            ? ProviderReply.Of(403, """{"Error Message": "Exclusive endpoint: not available under your plan"}""")
            : call["interval"] == "5m" ? ProviderReply.Of(Body("yahoo", Row)) : null);
        var (fmp, yahoo) = (trial.Fmp(), trial.Yahoo());
        var source = new LiveIntraday([fmp, yahoo], new LiveOptions { Concurrency = 1 });
        foreach (var _ in Enumerable.Range(0, 3))
            (await ServedAsync(source, Asked("2024-06-10", "2024-06-10"))).Series!.Source.ShouldBe("yahoo");
        trial.Server.Calls.Count(c => c.Path.Contains("5min", StringComparison.Ordinal)).ShouldBe(1);
        source.Warnings.ShouldHaveSingleItem().ShouldStartWith("fmp: no 5-minute bars in this run: HTTP 403");
        (await fmp.FetchAsync(trial.Asked("S000"), CancellationToken.None)).Bars.Count.ShouldBe(LiveTrial.Sessions);
    }

    [Theory]
    [InlineData("fmp", "2024-03-01", "2024-06-10",
        "from=2024-05-14&to=2024-06-10,from=2024-04-16&to=2024-05-13,from=2024-03-19&to=2024-04-15,from=2024-03-01&to=2024-03-18")]
    [InlineData("fmp", "2024-06-04", "2024-06-10", "from=2024-06-04&to=2024-06-10")]
    [InlineData("twelvedata", "2024-03-01", "2024-06-10", "start_date=2024-03-19&end_date=2024-06-11,start_date=2024-03-01&end_date=2024-03-19")]
    public async Task A_long_request_is_one_call_for_each_window_newest_first(string provider, string from, string to, string expected)
    {
        using var trial = new LiveTrial(_ => ProviderReply.Of(Body(provider, Row)));
        IBarProvider of = provider == "fmp" ? trial.Fmp() : trial.TwelveData();
        (await OneAsync([of], Asked(from, to))).Failure.ShouldBeNull();
        var calls = trial.Server.Calls;
        calls.Count.ShouldBe(expected.Split(',').Length);
        foreach (var (call, query) in calls.Zip(expected.Split(','))) call.Target.ShouldContain(query);
        (await new LiveIntraday([of], new()).ForecastAsync([Asked(from, to)], CancellationToken.None))!.Calls.ShouldBe(calls.Count);
    }

    [Fact]
    public async Task Yahoo_serves_60_days_and_says_what_is_lost()
    {
        using var trial = new LiveTrial(_ => ProviderReply.Of(Body("yahoo", Row)));
        var served = await OneAsync([trial.Yahoo()], Asked("2024-03-01", "2024-06-10"));
        served.Since.ShouldBe(new(2024, 4, 13)); // 60 days up to 2024-06-11, the current date
        trial.Server.Calls.ShouldHaveSingleItem().Target.ShouldContain("period1=1712980800&period2=1718078400&interval=5m");
        (await OneAsync([trial.Yahoo()], Asked("2024-04-13", "2024-06-10"))).Since.ShouldBeNull();
    }

    [Fact]
    public async Task A_request_older_than_60_days_makes_no_call_to_yahoo()
    {
        using var trial = new LiveTrial(_ => ProviderReply.Of(500));
        var old = Asked("2024-03-01", "2024-03-08") with { Today = new(2024, 6, 11) };
        (await OneAsync([trial.Yahoo()], old)).Failure!.Reason.ShouldBe("yahoo: 5-minute bars before 2024-04-13 are no longer served");
        trial.Server.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_whole_response_is_cached_and_one_without_the_newest_session_is_not()
    {
        using var trial = new LiveTrial(_ => ProviderReply.Of(Body("yahoo", Older, Row)));
        var yahoo = trial.Yahoo();
        foreach (var to in new[] { "2024-06-10", "2024-06-10", "2024-06-11", "2024-06-11" }) await OneAsync([yahoo], Asked("2024-06-07", to));
        trial.Server.Calls.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Providers_without_5_minute_bars_are_a_fault_of_the_configuration()
    {
        using var trial = new LiveTrial();
        (await Should.ThrowAsync<ConfigurationException>(() => OneAsync([trial.Tiingo(), trial.Eodhd()], Asked("2024-06-10", "2024-06-10"))))
            .Message.ShouldContain("among tiingo, eodhd; expected fmp, twelvedata or yahoo");
    }

    private static Task<IntradayFetched> OneAsync(IReadOnlyList<IBarProvider> providers, IntradayRequest request) =>
        ServedAsync(new LiveIntraday(providers, new()), request);

    private static async Task<IntradayFetched> ServedAsync(LiveIntraday source, IntradayRequest request)
    {
        var all = new List<IntradayFetched>();
        await foreach (var fetched in source.FetchAsync([request], CancellationToken.None)) all.Add(fetched);
        return all.ShouldHaveSingleItem();
    }
}
