using QuantMatrix.MarketData.Live;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.Responses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>Recorded responses served over HTTP with their headers, requested as in a nightly run.</summary>
public class RecordedResponseTests
{
    private readonly KeysInMemory store = new(TimeProvider.System);

    [FixtureFact]
    public async Task Recorded_Yahoo_responses_are_requested_and_parsed()
    {
        using var server = Playing(["yahoo", "replay.json"]);
        using var source = new LiveSource([new Yahoo(Yahoo.Defaults with { BaseUrl = server.Url }, store, TimeProvider.System)]);

        var fetched = await LiveTrial.AllAsync(source, [Asked("AAPL", "2020-08-31", "2020-11-06"), Asked("NVDA", "2021-02-01", "2022-01-30"),
            Asked("MSFT", "2020-08-31", "2020-11-06")]);

        fetched.Bars.Symbols.Select(s => (s, fetched.Bars.RowsOf(fetched.Bars.IndexOf(s)).GetOffsetAndLength(fetched.Bars.Count).Length))
            .ShouldBe([("AAPL", 49), ("NVDA", 252)]);
        fetched.Actions.Select(Text)
            .ShouldBe(["AAPL 2020-08-31 Split 4 yahoo", "AAPL 2020-11-06 Dividend 0.205 yahoo", "NVDA 2021-07-20 Split 4 yahoo"], ignoreOrder: true);
        fetched.Failures.ShouldBe([new("MSFT", "yahoo: HTTP 404: not recorded")]);
    }

    [FixtureFact]
    public async Task The_same_sessions_of_two_providers_are_the_same_bars()
    {
        using var server = Playing(["yahoo", "replay.json"], ["fmp", "captured", "replay.json"]);
        using var yahoo = new Yahoo(Yahoo.Defaults with { BaseUrl = server.Url }, store, TimeProvider.System);
        using var fmp = new Fmp(Fmp.Defaults with { BaseUrl = server.Url, Key = () => "key" }, store, TimeProvider.System);

        var ofYahoo = (await yahoo.FetchAsync(Asked("AAPL", "2020-08-31", "2020-11-06"), default)).Bars;
        var ofFmp = (await fmp.FetchAsync(Asked("AAPL", "2020-08-27", "2020-09-02"), default)).Bars;

        Prices(ofYahoo)[..3].ShouldBe(Prices(ofFmp)[2..]);
    }

    [FixtureFact]
    public async Task A_recorded_Twelve_Data_response_is_requested_and_parsed()
    {
        using var server = Playing(["twelvedata", "captured", "replay.json"]);
        using var source = new LiveSource([new TwelveData(TwelveData.Defaults with { BaseUrl = server.Url, Key = () => "key" }, store, TimeProvider.System)]);

        var fetched = await LiveTrial.AllAsync(source, [Asked("IBM", "2021-05-20", "2021-07-01")]);

        fetched.Bars.Count.ShouldBe(30);
        source.Providers[0].Tally.Counts.OrderBy(c => c.Key).ShouldBe([new("bars", 30), new("calls", 1), new("symbols", 1)]);
    }

    private static ProviderServer Playing(params string[][] files) => new(new RecordedReplies([.. files.Select(f => Fixtures.Path(["providers", .. f]))]).To);

    private static string[] Prices(Bars bars) => [.. Lines(bars).Select(line => line[..line.LastIndexOf(' ')]).Select(line => line[..line.LastIndexOf(' ')])];
}
