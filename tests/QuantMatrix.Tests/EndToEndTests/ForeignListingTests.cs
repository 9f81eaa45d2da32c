using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A night on which a provider returns another listing of the same ticker.</summary>
[Trait("class", "slow")]
public sealed class ForeignListingTests : IDisposable
{
    private const int First = 299;
    private const string Reason = "the response is for S00 on XWBO (Europe/Vienna) in EUR; expected a USD listing on a US exchange";

    private readonly LiveNights nights = new("twelvedata, yahoo");

    public ForeignListingTests() => nights.Instead = call => call.Path == "/time_series" ? ProviderReply.Of($$"""
        {"meta":{"symbol":"S00","interval":"1day","currency":"EUR","exchange":"VSE","mic_code":"XWBO","exchange_timezone":"Europe/Vienna"},
        "values":[{"datetime":"{{Day.Text(Day.Of(nights.Tonight))}}","open":"10","high":"12","low":"9","close":"11","volume":"100"}]}
        """) : null;

    public void Dispose() => nights.Dispose();

    [Fact]
    public async Task It_is_refused_with_its_exchange_and_currency_and_the_next_provider_serves_the_symbol()
    {
        (await nights.NightAsync(First)).ShouldBe(ExitCode.Ok, $"twelvedata: {Reason}");

        (await nights.SqlAsync("SELECT DISTINCT source FROM price_data")).ShouldBe(["yahoo"]);
        await nights.ShouldHoldAsync(First - 269, First);
    }

    [Fact]
    public async Task It_is_stored_when_the_symbol_is_configured_in_its_currency()
    {
        (await nights.NightAsync(First, "03:00", "--set", "market.currencies={S00: EUR}")).ShouldBe(ExitCode.Ok, "1 bar inserted");

        (await nights.SqlAsync("SELECT source, close FROM price_data")).ShouldBe(["twelvedata,11"]);
    }
}
