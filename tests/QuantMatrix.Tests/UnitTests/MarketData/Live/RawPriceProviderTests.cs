using System.Text;
using QuantMatrix.Http;
using QuantMatrix.MarketData;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.Responses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>Tiingo and EODHD return prices as traded; bars are restated on the newest basis.</summary>
public class RawPriceProviderTests
{
    private static readonly BarRequest Split = Asked("ACME", "2024-06-06", "2024-06-12");

    /// <summary>The same company as in the payloads of FMP, whose series is split-adjusted.</summary>
    private static readonly string[] Adjusted =
    [
        "2024-06-06 50.1 50.75 49.8 50.25 4400000", "2024-06-07 50.25 51 50 50.8 5200000", "2024-06-10 51 51.9 50.6 51.75 9000000",
        "2024-06-11 51.8 52.2 51.1 51.4 6100000", "2024-06-12 51.5 53 51.45 52.9 7300000",
    ];

    [Fact]
    public void Tiingo_is_restated_by_its_split_factors_and_not_by_dividends()
    {
        var response = Tiingo.Parse(Payload("tiingo", "prices.json"), Split);

        Lines(response.Bars).ShouldBe(Adjusted.Select(l => $"{l} tiingo"));
        response.Bars.AdjClose.ToArray().ShouldBe([50.14, 50.69, 51.64, 51.29, 52.9]);
        response.Actions.Select(Text).ShouldBe([
            "ACME 2024-06-06 Dividend 0.11 tiingo", "ACME 2024-06-10 Split 4 tiingo", "ACME 2024-06-12 Dividend 0.11 tiingo",
        ]);
    }

    [Fact]
    public void A_split_outside_the_request_restates_nothing()
    {
        var response = Tiingo.Parse(Payload("tiingo", "prices.json"), Asked("ACME", "2024-06-06", "2024-06-07"));

        Lines(response.Bars).ShouldBe(["2024-06-06 200.4 203 199.2 201 1100000 tiingo", "2024-06-07 201 204 200 203.2 1300000 tiingo"]);
        response.Actions.Select(Text).ShouldBe(["ACME 2024-06-06 Dividend 0.44 tiingo"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Eodhd_is_restated_by_its_splits_which_are_requested_with_the_dividends_where_the_closes_show_an_action(bool withActions)
    {
        using var trial = new LiveTrial(call => ProviderReply.Of(Encoding.UTF8.GetString(Payload("eodhd", $"{call.Path.Split('/')[2]}.json"))));
        var eodhd = trial.Eodhd();

        var response = await eodhd.FetchAsync(Split with { WithActions = withActions }, default);

        Lines(response.Bars).ShouldBe(Adjusted.Select(l => $"{l} eodhd"));
        response.Bars.AdjClose.ToArray().ShouldBe([50.14, 50.69, 51.64, 51.29, 52.9]);
        string.Join(", ", response.Actions.OrderBy(a => a.ExDate).Select(a => $"{a.Kind} {a.Value}"))
            .ShouldBe("Dividend 0.11, Split 4, Dividend 0.11");
        trial.Server.Calls.Count.ShouldBe(3);
        trial.Server.Calls[0].Path.ShouldBe("/api/eod/ACME.US");
    }

    [Fact]
    public async Task Eodhd_costs_one_call_where_the_closes_show_no_action()
    {
        using var trial = new LiveTrial();
        var (eodhd, request) = (trial.Eodhd(), trial.Asked("S000"));

        trial.ShouldBeTrue((await eodhd.FetchAsync(request, default)).Bars, "S000").ShouldBe("eodhd");
        (trial.Server.Calls.Count, eodhd.CallsFor(request)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Without_its_splits_a_raw_series_is_refused()
    {
        using var trial = new LiveTrial(call => call.Path.StartsWith("/api/splits", StringComparison.Ordinal) ? ProviderReply.Of(403, "Forbidden")
            : ProviderReply.Of(Encoding.UTF8.GetString(Payload("eodhd", "eod.json"))));

        (await Should.ThrowAsync<ProviderException>(() => trial.Eodhd().FetchAsync(Split, default))).Message.ShouldBe("HTTP 403: Forbidden");
    }

    [Theory]
    [InlineData("tiingo", "BRK-B", "/tiingo/daily/BRK-B/prices")]
    [InlineData("tiingo", "BAC-PL", "/tiingo/daily/BAC-P-L/prices")]
    [InlineData("eodhd", "BAC-PL", "/api/eod/BAC-PL.US")]
    public async Task Symbols_are_in_the_form_of_the_provider(string provider, string symbol, string path)
    {
        using var trial = new LiveTrial(_ => ProviderReply.Of("[]"));
        IBarProvider asked = provider == "tiingo" ? trial.Tiingo() : trial.Eodhd();

        (await asked.FetchAsync(Split with { Symbol = symbol }, default)).Bars.Count.ShouldBe(0);
        trial.Server.Calls.ShouldHaveSingleItem().Path.ShouldBe(path);
    }

    [Theory]
    [InlineData("4.000000/1.000000", 4.0)]
    [InlineData("1/25", 0.04)]
    [InlineData("21/20", 1.05)]
    [InlineData("1/0", null)]
    [InlineData("4:1", null)]
    [InlineData("", null)]
    public void A_split_of_Eodhd_is_new_shares_per_old_share(string text, double? ratio) =>
        Eodhd.ParseActions(Encoding.UTF8.GetBytes($$"""[{"date":"2024-06-10","split":"{{text}}"}]"""), Split, ActionKind.Split)
            .Select(a => (double?)a.Value).FirstOrDefault().ShouldBe(ratio);

    [Fact]
    public void Several_splits_multiply_and_volumes_are_rounded_half_to_even()
    {
        var raw = new BarsBuilder();
        foreach (var (day, volume) in new[] { ("2024-06-06", 3L), ("2024-06-07", 5L), ("2024-06-10", 7L) })
            raw.Add("ACME", new Bar(Day.Of(Date(day)), 30, 36, 27, 33, 33, volume), "x");
        CorporateAction[] actions =
        [
            new("ACME", Date("2024-06-07"), ActionKind.Split, 2, "x"), new("ACME", Date("2024-06-10"), ActionKind.Split, 1.5, "x"),
            new("ACME", Date("2024-06-10"), ActionKind.Dividend, 9, "x"),
        ];

        Lines(SplitBasis.Adjust(raw.Build(), actions, withVolume: true))
            .ShouldBe(["2024-06-06 10 12 9 11 9 x", "2024-06-07 20 24 18 22 8 x", "2024-06-10 30 36 27 33 7 x"]);
    }
}
