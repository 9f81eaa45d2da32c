using System.Globalization;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.Responses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

public class TwelveDataResponseTests
{
    private static readonly BarRequest Acme = Asked("ACME", "2024-07-01", "2024-07-11");

    /// <summary>The CSV form of the response holds the same series.</summary>
    [Fact]
    public void A_response_gives_its_sessions_oldest_first()
    {
        var response = TwelveData.Parse(Payload("twelvedata", "time_series.json"), Acme);
        var csv = TestData.Rows("payloads", "twelvedata", "time_series.csv").Reverse();

        response.Rejected.ShouldBeEmpty();
        Line(response.Bars, 0).ShouldBe("2024-07-01 19.8943 20.15816 19.5069 19.54515 3247652 twelvedata");
        Lines(response.Bars).ShouldBe(csv.Select(row => string.Create(CultureInfo.InvariantCulture,
            $"{row["datetime"]} {row.Number("open")} {row.Number("high")} {row.Number("low")} {row.Number("close")} {row["volume"]} twelvedata")));
    }

    [Theory]
    [InlineData(401, "**apikey** parameter is incorrect or not specified. You can get your free API key instantly.", FaultKind.Provider)]
    [InlineData(429, "You have run out of API credits for the current minute. 9 API credits were used, with the current limit being 8.", FaultKind.Transient)]
    [InlineData(400, "**symbol** not found: ACME. Please specify it correctly according to API Documentation.", FaultKind.Symbol)]
    public void An_error_in_the_body_is_classified_by_its_code_whatever_the_status(int code, string message, FaultKind kind)
    {
        var fault = Refusal("twelvedata", $$"""{"code":{{code}},"message":"{{message}}","status":"error"}""", Acme);

        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(message[..40]);
        (fault.RetryAfter is not null).ShouldBe(kind == FaultKind.Transient);
    }

    [Fact]
    public void Exhausted_daily_credits_disable_the_provider() =>
        Refusal("twelvedata", """{"code":429,"message":"You have run out of API credits for the day. 801 API credits were used.","status":"error"}""", Acme)
            .Kind.ShouldBe(FaultKind.Provider);

    [Theory]
    [InlineData("""{"meta":{"symbol":"ACME","interval":"1min"},"values":[{"datetime":"2024-07-11 15:59:00","open":"1"}],"status":"ok"}""", "1min")]
    [InlineData("""{"meta":{"symbol":"AAPL","interval":"1day"},"values":[{"datetime":"2024-07-11","sma":"17.5"}],"status":"ok"}""", "for symbol 'AAPL'")]
    [InlineData("""{"ACME":{"meta":{"symbol":"ACME","interval":"1day"},"values":[],"status":"ok"},"NONE":{"code":400,"status":"error"}}""", "no values")]
    [InlineData("""{"data":[{"name":"NASDAQ","sessions":[{"open_time":"04:00:00"}]}]}""", "no values")]
    public void A_response_of_another_endpoint_is_rejected(string body, string message)
    {
        var fault = Refusal("twelvedata", body, Acme);

        fault.Kind.ShouldBe(FaultKind.Symbol);
        fault.Message.ShouldContain(message);
    }
}
