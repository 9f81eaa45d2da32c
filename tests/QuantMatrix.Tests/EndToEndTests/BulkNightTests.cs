using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;
using QuantMatrix.Tests.UnitTests.MarketData.Live;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Nights on FMP's files of all symbols, whose prices are as traded on their day.</summary>
[Trait("class", "slow")]
public sealed class BulkNightTests : IDisposable
{
    private const int First = 299, Symbols = 14;
    private readonly LiveNights nights = new("fmp", Symbols);
    private readonly BulkServer server = new();

    public BulkNightTests() => nights.Instead = call => server.To(call, nights.Truth);

    public void Dispose() => nights.Dispose();

    [Fact]
    public async Task A_night_costs_a_file_per_session_and_the_calendars()
    {
        await nights.NightAsync(First);
        nights.NewCalls();

        (await nights.NightAsync(First + 1)).ShouldBe(ExitCode.Ok, $"{Symbols} bars inserted, 0 rows changed, 12 calls");

        nights.NewCalls().CountBy(c => c.Path).OrderBy(c => c.Key).ShouldBe([
            new("/stable/dividends-calendar", 1), new("/stable/eod-bulk", 10), new("/stable/splits-calendar", 1),
        ]);
        for (var s = 0; s < Symbols; s++) await nights.ShouldHoldAsync(First - 269, First + 1, nights.Symbols[s]);
        (await nights.PlanAsync(First + 2)).ShouldBe(ExitCode.Ok, "12 calls to fmp in bulk at 100,000 a minute, under a minute");
    }

    /// <summary>The files before the split equal the stored bars, so the overlap alone would not show it.</summary>
    [Fact]
    public async Task A_symbol_with_a_split_is_replaced_from_its_own_history()
    {
        await nights.NightAsync(First);
        var (before, split) = (await nights.ClosesAsync("S03"), nights.Sessions[First + 1]);
        server.Splits = [("S03", split, 2)];
        nights.Returned = (bar, symbol, _) => symbol == "S03" ? Halved(bar) : bar;
        var answer = nights.Instead;
        nights.Instead = call => call.Path == "/stable/splits" && call.Symbol == "S03"
            ? ProviderReply.Of($$"""[{"symbol":"S03","date":"{{split:yyyy-MM-dd}}","numerator":2,"denominator":1}]""") : answer(call);

        (await nights.NightAsync(First + 1)).ShouldBe(ExitCode.Ok, "S03: prices were divided by 2 for the split of");

        var after = await nights.ClosesAsync("S03");
        after.Count.ShouldBe(before.Count + 1);
        foreach (var (old, now) in before.Zip(after)) now.ShouldBe(old / 2, 1e-9 * old);
        await nights.ShouldHoldAsync(First - 269, First + 1, "S04");
        (await nights.NightAsync(First + 2)).ShouldBe(ExitCode.Ok, $"{Symbols} bars inserted, 0 rows changed");
    }

    private static Bar Halved(Bar bar) => bar with { Open = bar.Open / 2, High = bar.High / 2, Low = bar.Low / 2, Close = bar.Close / 2 };
}
