using System.Collections.Concurrent;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Live;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

public class LiveSourceTests
{
    [Fact]
    public async Task The_first_provider_serves_all_symbols_and_the_others_are_not_called()
    {
        using var trial = new LiveTrial();
        var source = trial.Source();

        var fetched = await LiveTrial.AllAsync(source, trial.Requests);

        foreach (var symbol in trial.Symbols) trial.ShouldBeTrue(fetched.Bars, symbol).ShouldBe("fmp");
        (fetched.Failures.Count, fetched.Fallbacks.Count, fetched.Rejected.Count).ShouldBe((0, 0, 0));
        source.Providers.Select(p => (p.Name, p.Tally["symbols"], p.Tally["calls"], p.Tally["bars"]))
            .ShouldBe([("fmp", 6, 6, 90), ("twelvedata", 0, 0, 0), ("yahoo", 0, 0, 0)]);
        (await source.ForecastAsync(trial.Requests, default)).ShouldBe(new CallForecast("fmp", 6, 1_000_000));
        (source.Name, source.IsLocal, source.Fingerprint).ShouldBe(("live", false, null));
    }

    [Fact]
    public async Task A_symbol_falls_back_to_the_next_provider_and_the_reason_is_recorded()
    {
        using var trial = new LiveTrial(call => (call.Path.Split('/')[1], call.Symbol) switch
        {
            ("stable", "S001") => ProviderReply.Of(404, "nothing here"),
            ("stable", "S002") => ProviderReply.Of("[]"),
            ("time_series", "S002") => ProviderReply.Of("""{"code":400,"message":"**symbol** not found","status":"error"}"""),
            _ => null,
        });

        var source = trial.Source();
        var fetched = await LiveTrial.AllAsync(source, trial.Requests);

        trial.Symbols.Select(s => trial.ShouldBeTrue(fetched.Bars, s)).ShouldBe(["fmp", "twelvedata", "yahoo", "fmp", "fmp", "fmp"]);
        fetched.Fallbacks.OrderBy(f => f.Symbol).ShouldBe([
            new("S001", "twelvedata", "fmp: HTTP 404: nothing here"),
            new("S002", "yahoo", "fmp: no bars for these sessions; twelvedata: HTTP 400: **symbol** not found"),
        ]);
        source.Providers.Select(p => (p.Tally["symbols"], p.Tally["fallbacks"])).ShouldBe([(4, 0), (1, 1), (1, 1)]);
        source.Providers[0].Tally.Samples.ShouldBe(["HTTP 404: nothing here"]);
    }

    [Fact]
    public async Task A_symbol_no_provider_serves_is_a_failure_with_every_reason()
    {
        using var trial = new LiveTrial(call => call.Symbol == "S003" ? ProviderReply.Of(404, $"not with {call.Path.Split('/')[1]}") : null);

        var fetched = await LiveTrial.AllAsync(trial.Source(), trial.Requests);

        fetched.Failures.ShouldBe([new("S003", "fmp: HTTP 404: not with stable; twelvedata: HTTP 404: not with time_series; yahoo: HTTP 404: not with v8")]);
        fetched.Bars.Symbols.ShouldBe(trial.Symbols.Except(["S003"]), ignoreOrder: true);
    }

    /// <summary>Failure 5.</summary>
    [Fact]
    public async Task Bars_of_two_providers_are_never_spliced_within_one_symbol()
    {
        using var trial = new LiveTrial(call => call.Path.StartsWith("/stable", StringComparison.Ordinal) && call.Symbol == "S000"
            ? ProviderReply.Of("""
                [{"symbol":"S000","date":"2025-03-05","open":10,"high":12,"low":9,"close":11,"volume":100},
                 {"symbol":"S000","date":"2025-03-04","open":10,"high":8,"low":9,"close":11,"volume":100}]
                """) : null);

        var fetched = await LiveTrial.AllAsync(trial.Source(), trial.Requests);

        trial.ShouldBeTrue(fetched.Bars, "S000").ShouldBe("twelvedata");
        fetched.Rejected.ShouldHaveSingleItem()
            .ShouldBe(new("S000", "2025-03-04", "fmp", "/stable/historical-price-eod/full", 2, "high 8 below open 10", "S000,2025-03-04,10,8,9,11,,100"));
        fetched.Fallbacks.ShouldBe([new("S000", "twelvedata", "fmp: newest bar 2025-03-05, expected 2025-03-21, 1 of 2 rows refused")]);
    }

    /// <summary>Failure 6: the provider's part; the gap is then detected against the calendar.</summary>
    [Fact]
    public async Task A_response_of_nulls_only_falls_back_to_the_next_provider()
    {
        const string nulls = """
            {"chart":{"result":[{"meta":{"symbol":"S000","dataGranularity":"1d","exchangeTimezoneName":"America/New_York"},"timestamp":[1741008600],
            "indicators":{"quote":[{"open":[null],"high":[null],"low":[null],"close":[null],"volume":[null]}]}}],"error":null}}
            """;
        using var trial = new LiveTrial(call => call.Path.StartsWith("/v8", StringComparison.Ordinal) && call.Symbol == "S000"
            ? ProviderReply.Of(nulls) : null);
        var source = trial.Source(trial.Yahoo(), trial.Fmp());

        var fetched = await LiveTrial.AllAsync(source, [trial.Asked("S000")]);

        trial.ShouldBeTrue(fetched.Bars, "S000").ShouldBe("fmp");
        fetched.Fallbacks.ShouldBe([new("S000", "fmp", "yahoo: no usable bars: 1 session without prices, 0 rejected")]);
        source.Providers[0].Tally["null_rows"].ShouldBe(1);
    }

    [Fact]
    public async Task Sessions_that_came_twice_are_counted_and_noted_once()
    {
        using var trial = new LiveTrial(call => ProviderReply.Of($$"""
            [{"symbol":"{{call.Symbol}}","date":"2025-03-04","open":10,"high":12,"low":9,"close":11,"volume":100},
             {"symbol":"{{call.Symbol}}","date":"2025-03-05","open":10,"high":12,"low":9,"close":11,"volume":100},
             {"symbol":"{{call.Symbol}}","date":"2025-03-05","open":10,"high":12,"low":9,"close":11,"volume":130}]
            """));
        var source = trial.Source(trial.Fmp());

        (await LiveTrial.AllAsync(source, [.. trial.Requests.Take(3)])).Rejected.ShouldBeEmpty();

        source.Counters["fmp.superseded"].ShouldBe(3);
        source.Samples.ShouldBe(["fmp: a session came twice in a response; its later row was used (3 times)"]);
    }

    /// <summary>Failure 13.</summary>
    [Fact]
    public async Task A_provider_that_rejects_the_key_is_called_once_and_disabled()
    {
        using var trial = new LiveTrial(call => call.Path.StartsWith("/stable", StringComparison.Ordinal)
            ? ProviderReply.Of(401, """{"Error Message":"Invalid API KEY."}""") : null);
        var source = new LiveSource([trial.Fmp(), trial.Yahoo()], new() { Concurrency = 1 });

        var fetched = await LiveTrial.AllAsync(source, trial.Requests);

        foreach (var symbol in trial.Symbols) trial.ShouldBeTrue(fetched.Bars, symbol).ShouldBe("yahoo");
        source.Providers[0].Tally["calls"].ShouldBe(1);
        source.Providers[0].Tally.DisabledReason.ShouldBe("HTTP 401: Invalid API KEY.");
        fetched.Fallbacks.Count.ShouldBe(trial.Symbols.Count);
    }

    [Fact]
    public async Task A_provider_that_goes_down_midway_keeps_its_bars_and_the_next_serves_the_rest()
    {
        Action crash = () => { };
        using var dying = new LiveTrial(call =>
        {
            if (call.Number == 20) crash();
            return null;
        }, symbols: 60);
        using var other = new LiveTrial(symbols: 60);
        crash = dying.Server.Die;
        var fmp = dying.Fmp();
        var source = new LiveSource([fmp, other.Yahoo()], new() { Concurrency = 4, SymbolsPerPart = 10 });

        var fetched = await LiveTrial.AllAsync(source, dying.Requests);

        var sources = dying.Symbols.Select(s => dying.ShouldBeTrue(fetched.Bars, s)).ToList();
        sources.Count(s => s == "fmp").ShouldBeInRange(10, 20);
        fetched.Failures.ShouldBeEmpty();
        fmp.Tally.DisabledReason!.ShouldStartWith("most calls failed");
    }

    /// <summary>About every fifth response is faulty.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Under_random_faults_every_symbol_served_has_the_correct_bars(int seed)
    {
        var seen = new ConcurrentDictionary<string, int>();
        ProviderReply?[] faults = [ProviderReply.Of(500), ProviderReply.Of(Accident.Reset), ProviderReply.Of(Accident.Half),
            ProviderReply.Of(Accident.Garbage), ProviderReply.Of("<html/>"),
            ProviderReply.Of("[]"), ProviderReply.Of(404), ProviderReply.TooMany("0"), ProviderReply.Of(""), ProviderReply.Of("""{"chart":{"result":null}}""")];
        using var trial = new LiveTrial(call =>
        {
            var random = new Random(call.Target.Aggregate(seed, (hash, c) => hash * 31 + c) + seen.AddOrUpdate(call.Target, 1, (_, n) => n + 1));
            return random.Next(5) == 0 ? faults[random.Next(faults.Length)] : null;
        }, symbols: 80);

        var fetched = await LiveTrial.AllAsync(trial.Source(), trial.Requests);

        foreach (var symbol in fetched.Bars.Symbols) trial.ShouldBeTrue(fetched.Bars, symbol);
        fetched.Bars.Symbols.Concat(fetched.Failures.Select(f => f.Symbol)).ShouldBe(trial.Symbols, ignoreOrder: true);
        fetched.Bars.Symbols.Count.ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task Cancellation_ends_a_stalled_request()
    {
        using var trial = new LiveTrial(_ => ProviderReply.Of(Accident.Stall));
        using var ct = new CancellationTokenSource();
        var all = LiveTrial.AllAsync(trial.Source(), trial.Requests, ct.Token);
        await Wait.UntilAsync(() => trial.Server.Calls.Count > 0);

        await ct.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => all.WaitAsync(Wait.Limit));
    }

    [Fact]
    public async Task Abandoning_the_enumeration_stops_the_requests()
    {
        using var trial = new LiveTrial(symbols: 1000);
        var source = new LiveSource([trial.Fmp()], new() { Concurrency = 2, SymbolsPerPart = 5 });

        await foreach (var part in source.FetchAsync(trial.Requests, default))
        {
            part.Bars.Symbols.Count.ShouldBe(5);
            break;
        }

        trial.Server.Calls.Count.ShouldBeLessThan(trial.Symbols.Count);
    }

    [Fact]
    public async Task A_duplicate_request_or_an_empty_provider_list_is_rejected()
    {
        using var trial = new LiveTrial();

        await Should.ThrowAsync<ArgumentException>(() => LiveTrial.AllAsync(trial.Source(), [trial.Asked("S000"), trial.Asked("S000")]));
        Should.Throw<ConfigurationException>(() => new LiveSource([])).Message.ShouldContain("no provider is configured");
        Should.Throw<ConfigurationException>(() => new LiveSource([trial.Yahoo()], new() { Concurrency = 0 }))
            .Message.ShouldBe("live source: Concurrency is 0; expected at least 1");
    }
}
