using System.Text;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Constituents;

public class FmpConstituentsTests
{
    [Fact]
    public void The_members_of_a_response_are_read() =>
        FmpConstituents.Parse(File.ReadAllBytes(TestData.Path("payloads", "fmp", "sp500-constituent.json"))).Symbols()
            .ShouldBe(["AMZN", "BRK-B", "NVDA"]);

    [Fact]
    public void Name_sector_and_industry_are_read_where_a_member_has_them() =>
        FmpConstituents.Parse("""
            [{"symbol":"B","name":"Bee Inc.","sector":"Energy","subSector":"Coal"},{"symbol":"A","sector":null,"subSector":" "},{"symbol":"C"}]
            """u8)
            .ShouldBe([new("A"), new("B", "Energy", "Coal") { Name = "Bee Inc." }, new("C")]);

    [Theory]
    [InlineData("""{"Error Message": "Invalid API KEY. Please retry."}""", "the error 'Invalid API KEY")]
    [InlineData("Premium Query Parameter: this value is not available under your current subscription", "found 'Premium Query Parameter")]
    public void An_error_response_is_rejected_with_its_message(string body, string message) =>
        Should.Throw<DataUnfitException>(() => FmpConstituents.Parse(Encoding.UTF8.GetBytes(body))).Message.ShouldContain(message);

    [Fact]
    public void An_exhausted_call_limit_is_temporary() =>
        Should.Throw<TemporaryException>(() => FmpConstituents.Parse("""{"Error Message": "Limit Reach . Please upgrade your plan."}"""u8))
            .Message.ShouldContain("the error 'Limit Reach");

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
