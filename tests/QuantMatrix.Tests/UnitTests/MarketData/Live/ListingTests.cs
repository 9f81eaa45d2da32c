using QuantMatrix.Http;
using QuantMatrix.MarketData.Live;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.Responses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>A response about another listing, currency or kind of instrument is refused for that symbol.</summary>
public class ListingTests
{
    private static readonly BarRequest Acme = Asked("ACME", "2024-07-01", "2024-07-11");

    [Theory]
    [InlineData("USD", "XNGS", "America/New_York", "Common Stock")]
    [InlineData("USD", "NYQ", "America/New_York", "EQUITY")]
    [InlineData("USD", "PCX", "America/New_York", "ETF")]
    [InlineData("USD", "PNK", "America/New_York", "EQUITY")]
    [InlineData("USD", "NIM", "America/New_York", "MUTUALFUND")]
    [InlineData("USD", "WCB", "America/Chicago", "INDEX")]
    [InlineData("USD", "nasdaq", "", "Depositary Receipt")]
    [InlineData("USD", "", "", "")]
    [InlineData("", "", "", "")]
    public void A_US_listing_in_dollars_is_accepted(string currency, string exchange, string zone, string type) =>
        Should.NotThrow(() => Of(currency, exchange, zone, type).Require(Acme));

    [Theory]
    [InlineData("EUR", "XETR", "Europe/Berlin", "Common Stock",
        "the response is for ACME on XETR (Europe/Berlin) in EUR; expected a USD listing on a US exchange")]
    [InlineData("EUR", "XNGS", "America/New_York", "", "the response is for ACME on XNGS in EUR; expected a USD listing on a US exchange")]
    [InlineData("USD", "XLON", "", "ETF", "the response is for ACME on XLON in USD; expected a USD listing on a US exchange")]
    [InlineData("USD", "XNYS", "Europe/Zurich", "", "the response is for ACME on XNYS (Europe/Zurich) in USD; expected a USD listing on a US exchange")]
    [InlineData("CAD", "", "", "", "the response is for ACME in CAD; expected a USD listing on a US exchange")]
    [InlineData("", "TOR", "America/Toronto", "EQUITY", "the response is for ACME on TOR (America/Toronto); expected a USD listing on a US exchange")]
    [InlineData("usd", "", "", "", "the response is for ACME in usd; expected a USD listing on a US exchange")]
    [InlineData("USD", "CCC", "UTC", "CRYPTOCURRENCY",
        "the response is for ACME of type CRYPTOCURRENCY on CCC (UTC) in USD; expected a share, a fund or an index")]
    [InlineData("USD", "", "", "Digital Currency", "the response is for ACME of type Digital Currency in USD; expected a share, a fund or an index")]
    [InlineData("USD", "CME", "America/New_York", "FUTURE", "the response is for ACME of type FUTURE on CME in USD; expected a share, a fund or an index")]
    [InlineData("USD", "OPR", "America/New_York", "OPTION", "the response is for ACME of type OPTION on OPR in USD; expected a share, a fund or an index")]
    public void Another_listing_is_refused(string currency, string exchange, string zone, string type, string message)
    {
        var fault = Should.Throw<ProviderException>(() => Of(currency, exchange, zone, type).Require(Acme));

        fault.Kind.ShouldBe(FaultKind.Symbol);
        fault.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("GBP", "GBp", "the response is for ACME on LSE (Europe/London) in GBp, hundredths of GBP; expected a GBP listing")]
    [InlineData("GBP", "GBX", "the response is for ACME on LSE (Europe/London) in GBX, hundredths of GBP; expected a GBP listing")]
    [InlineData("ZAR", "ZAc", "the response is for ACME on LSE (Europe/London) in ZAc, hundredths of ZAR; expected a ZAR listing")]
    [InlineData("GBP", "USD", "the response is for ACME on LSE (Europe/London) in USD; expected a GBP listing")]
    [InlineData("GBP", "GBP", null)]
    public void A_symbol_of_another_currency_may_be_on_any_exchange_but_not_in_hundredths(string expected, string found, string? message)
    {
        var listing = Of(found, "LSE", "Europe/London", "EQUITY");

        if (message is null) listing.Require(Acme with { Currency = expected });
        else Should.Throw<ProviderException>(() => listing.Require(Acme with { Currency = expected })).Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("twelvedata", """{"meta":{"symbol":"ACME","interval":"1day","currency":"EUR","exchange":"Euronext","mic_code":"XPAR"},"values":[]}""",
        "on XPAR in EUR")]
    [InlineData("twelvedata", """{"values":[],"meta":{"exchange":"LSE","type":"ETF","currency":"USD","exchange_timezone":"Europe/London"}}""",
        "on LSE (Europe/London) in USD")]
    [InlineData("twelvedata", """{"meta":{"symbol":"ACME","interval":"1day","type":"Physical Currency"},"values":[]}""", "of type Physical Currency")]
    [InlineData("yahoo", """{"chart":{"result":[{"meta":{"symbol":"ACME","dataGranularity":"1d","currency":"GBp","exchangeName":"LSE"}}]}}""",
        "on LSE in GBp, hundredths of GBP")]
    [InlineData("yahoo", """{"chart":{"result":[{"meta":{"symbol":"ACME","dataGranularity":"1d","instrumentType":"FUTURE"}}]}}""", "of type FUTURE")]
    public void A_response_that_states_another_listing_is_refused(string provider, string body, string message)
    {
        var fault = Refusal(provider, body, Acme);

        fault.Kind.ShouldBe(FaultKind.Symbol);
        fault.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("USD", "United States")]
    [InlineData("EUR", null)]
    public async Task Twelve_Data_is_asked_for_a_US_listing_unless_the_symbol_has_another_currency(string currency, string? country)
    {
        using var trial = new LiveTrial();

        await trial.TwelveData().FetchAsync(trial.Asked("S000") with { Currency = currency }, default);

        trial.Server.Calls.ShouldHaveSingleItem()["country"].ShouldBe(country);
    }

    [Fact]
    public async Task The_next_provider_is_asked_for_a_symbol_whose_response_is_about_another_listing()
    {
        const string foreign = """{"meta":{"symbol":"S001","interval":"1day","currency":"SEK","mic_code":"XSTO"},"values":[]}""";
        using var trial = new LiveTrial(call => call.Path == "/time_series" && call.Symbol == "S001" ? Servers.ProviderReply.Of(foreign) : null);

        var found = await LiveTrial.AllAsync(trial.Source(trial.TwelveData(), trial.Yahoo()), trial.Requests);

        trial.ShouldBeTrue(found.Bars, "S001").ShouldBe("yahoo");
        trial.ShouldBeTrue(found.Bars, "S000").ShouldBe("twelvedata");
        found.Fallbacks.ShouldHaveSingleItem().Reason.ShouldBe(
            "twelvedata: the response is for S001 on XSTO in SEK; expected a USD listing on a US exchange");
    }

    [Fact]
    public async Task A_symbol_of_another_currency_is_asked_for_and_served_in_it()
    {
        const string swedish = """
            {"meta":{"symbol":"S001","interval":"1day","currency":"SEK","mic_code":"XSTO"},
            "values":[{"datetime":"2025-03-04","open":"10","high":"12","low":"9","close":"11","volume":"100"}]}
            """;
        using var trial = new LiveTrial(call => call.Symbol == "S001" ? Servers.ProviderReply.Of(swedish) : null);
        var source = new LiveSource([trial.TwelveData()], new() { CurrencyOf = symbol => symbol == "S001" ? "SEK" : "USD" });

        var found = await LiveTrial.AllAsync(source, trial.Requests);

        found.Failures.ShouldBeEmpty();
        Lines(found.Bars).ShouldContain("2025-03-04 10 12 9 11 100 twelvedata");
        trial.Server.Calls.Where(c => c["country"] is null).ShouldHaveSingleItem().Symbol.ShouldBe("S001");
    }

    private static Listing Of(string currency, string exchange, string zone, string type) =>
        new() { Currency = currency, Exchange = exchange, TimeZone = zone, Type = type };
}
