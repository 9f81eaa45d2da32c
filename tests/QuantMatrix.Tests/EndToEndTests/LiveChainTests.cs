using QuantMatrix.Batch.Graph;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The whole chain on a live source without keys: one provider of bars, index pages out of reach.</summary>
[Trait("class", "slow")]
public sealed class LiveChainTests : IDisposable
{
    private const int First = 299;

    private static readonly FileConstituents Lists = new(Fixtures.Repository);

    private static readonly string[] Members = [.. Lists.Indices.SelectMany(i => Lists.Read(i).Symbols).Append("SPY").Distinct().Order(StringComparer.Ordinal)];

    private readonly LiveNights nights = new("fmp, twelvedata, yahoo", Members) { Target = Trial.Chain };

    public LiveChainTests()
    {
        nights.Trial.Variables.Remove("FMP_API_KEY");
        nights.Trial.Variables.Remove("TWELVEDATA_API_KEY");
        nights.Instead = call => call.Path.StartsWith("/wiki/", StringComparison.Ordinal) ? ProviderReply.Of(404, "no such page") : null;
    }

    [Fact]
    public async Task The_chain_fetches_once_and_computes_everything_from_the_store()
    {
        (await nights.NightAsync(First))
            .ShouldBe(ExitCode.Ok, "SP500 503 (file of", $"{270 * nights.Symbols.Count:N0} bars inserted", "wikipedia", "coverage ok");
        (await nights.SqlAsync("SELECT count(DISTINCT symbol), count(*) FROM price_data")).ShouldBe([$"{nights.Symbols.Count},{270 * nights.Symbols.Count}"]);
        (await nights.SqlAsync("SELECT count(*), count(sma_200), count(beta_252), max(sessions_behind) FROM market_analysis_cache"))
            .ShouldBe([$"{nights.Symbols.Count},{nights.Symbols.Count},{nights.Symbols.Count},0"]);
        nights.NewCalls().Count(c => c.Path.Contains("/chart/", StringComparison.Ordinal)).ShouldBe(nights.Symbols.Count);

        (await nights.NightAsync(First)).ShouldBe(ExitCode.Ok, "up to date", "coverage ok");
        nights.NewCalls().ShouldAllBe(c => c.Path.StartsWith("/wiki/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_chain_fails_when_most_symbols_have_no_answer()
    {
        nights.Instead = call => string.CompareOrdinal(call.Symbol, "C") > 0
            ? ProviderReply.Of(404, """{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found"}}}""") : null;
        var night = await nights.NightAsync(First);
        night.Code.ShouldNotBe(ExitCode.Ok);
        night.Output.ShouldContain("No data found");
        night.Output.ShouldContain("skipped");
    }

    public void Dispose() => nights.Dispose();
}
