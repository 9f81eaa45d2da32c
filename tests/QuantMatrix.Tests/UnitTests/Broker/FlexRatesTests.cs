using QuantMatrix.Broker.Flex.Reader;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>The base currency and the rates to it, by every section that shows them.</summary>
public class FlexRatesTests
{
    private const string Day = "20240305", Account = "<AccountInformation accountType=\"Individual\" />";
    private const string NavInChf =
        "<EquitySummaryInBase><EquitySummaryByReportDateInBase currency=\"CHF\" reportDate=\"20240305\" total=\"1\" /></EquitySummaryInBase>";

    private static readonly string AtOne = Positions(Position(Day, 1, "AAA", "1"));
    private static readonly string Converted = AtOne.Replace("Base=\"1\"", "Base=\"0.9\"", StringComparison.Ordinal);

    public static TheoryData<string, string?> Bases => new()
    {
        { "<AccountInformation currency=\"EUR\" />" + NavInChf + Rates("GBP"), "EUR" },
        { Account + Rates("GBP") + NavInChf, "CHF" },
        { Account + Rates("GBP") + AtOne, "GBP" },
        { Rates("GBP", "EUR") + AtOne, "USD" },
        { Rates("GBP", "EUR"), null },
        { AtOne, "USD" },
        { AtOne + Trades(Trade(Day, 2, "BBB", "1", "t1", "fxRateToBase=\"1.1\"").Replace("USD", "EUR", StringComparison.Ordinal)), "USD" },
        { AtOne + Trades(Trade(Day, 2, "BBB", "1", "t1", "fxRateToBase=\"1\"").Replace("USD", "EUR", StringComparison.Ordinal)), null },
        { Converted, null },
        { Trades(Trade(Day, 2, "BBB", "1", "t1")), null },
        { Cash(Day, Day, "BASE_SUMMARY", "startingCash=\"1\" fxRateToBase=\"1\""), null },
    };

    [Theory]
    [MemberData(nameof(Bases))]
    public void The_base_currency_is_known_by_the_first_section_that_shows_it(string sections, string? currency) =>
        Read(sections).Report.Statements[0].BaseCurrency.ShouldBe(currency);

    [Theory]
    [InlineData("USD", "20240305", "0.92")]
    [InlineData("USD", "20240304", "0.91")]
    [InlineData("USD", "20240301", "")]
    [InlineData("EUR", "20240305", "1")]
    [InlineData("JPY", "20240305", "")]
    public void A_row_without_a_rate_takes_the_latest_conversion_rate_of_its_day(string currency, string day, string rate)
    {
        const string Rates = """
            <ConversionRates><ConversionRate reportDate="20240305" fromCurrency="USD" toCurrency="EUR" rate="0.92" />
            <ConversionRate reportDate="20240304" fromCurrency="USD" toCurrency="EUR" rate="0.91" />
            <ConversionRate reportDate="20240305" fromCurrency="JPY" toCurrency="EUR" rate="0" /></ConversionRates>
            """;
        var position = Positions(Position(day, 1, "AAA", "1").Replace("fxRateToBase=\"1\"", "", StringComparison.Ordinal)
            .Replace("USD", currency, StringComparison.Ordinal));
        Read(position, Rates).Lines("positions", "fx_rate_to_base").ShouldBe([rate]);
    }

    [Fact]
    public void A_rate_of_the_row_comes_first() => Read(Converted, Rates("EUR")).Lines("positions", "fx_rate_to_base").ShouldBe(["0.9"]);

    private static string Rates(params string[] to) => $"<ConversionRates>{string.Concat(to.Select(t =>
        $"<ConversionRate reportDate=\"{Day}\" fromCurrency=\"USD\" toCurrency=\"{t}\" rate=\"0.8\" />"))}</ConversionRates>";

    private static FlexSheet Read(params string[] sections) => FlexSheet.Of(Document(Statement("U1", Day, sections)));
}
