using System.Text;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Constituents;

public class FmpConstituentsTests
{
    [FixtureTheory]
    [InlineData("sp500-constituent__excerpt.json", "ARES Q SNDK")]
    [InlineData("dowjones-constituent__excerpt.json", "AMZN NVDA SHW")]
    [InlineData("captured/dowjones-constituent__head.json", "GOOGL NVDA")]
    public void The_members_of_a_recorded_response_are_read(string file, string symbols) =>
        FmpConstituents.Parse(File.ReadAllBytes(Fixtures.Path("providers", "fmp", file))).ShouldBe(symbols.Split(' '));

    [FixtureTheory]
    [InlineData("401_invalid_key.json", "the error 'Invalid API KEY")]
    [InlineData("429_limit_reach.json", "the error 'Limit Reach")]
    [InlineData("402_premium_symbol.txt", "found 'Premium Query Parameter")]
    public void An_error_response_is_rejected_with_its_message(string file, string words) =>
        Should.Throw<DataUnfitException>(() => FmpConstituents.Parse(File.ReadAllBytes(Fixtures.Path("providers", "fmp", "errors", file))))
            .Message.ShouldContain(words);

    [Theory]
    [InlineData("", "expected a JSON array of members")]
    [InlineData("[]", "found no members")]
    [InlineData("{}", "JSON of type Object")]
    [InlineData("null", "JSON of type Null")]
    [InlineData("[{\"symbol\":\"AAPL\"},{\"symbol\":\"MS", "expected a JSON array of members")]
    [InlineData("[{\"symbol\":\"AAPL\"},{\"symbol\":null}]", "found symbol ''")]
    [InlineData("[{\"symbol\":\"AAPL\"},{\"name\":\"Microsoft\"}]", "found symbol ''")]
    [InlineData("[{\"symbol\":\"AAPL\"},7]", "found symbol ''")]
    [InlineData("[{\"symbol\":\"Apple Inc.\"}]", "found symbol 'Apple Inc.'")]
    [InlineData("[{\"symbol\":\"BRK-B\"},{\"symbol\":\"BRK.B\"}]", "duplicate member BRK-B")]
    public void A_malformed_response_is_rejected(string body, string fault) =>
        Should.Throw<DataUnfitException>(() => FmpConstituents.Parse(Encoding.UTF8.GetBytes(body))).Message.ShouldContain(fault);
}
