using System.Globalization;
using QuantMatrix.Http;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>EODHD's files of a session count for 100 calls each, so only a large universe is served from them.</summary>
public sealed class EodhdBulkTests : IDisposable
{
    private const int Window = 11, Files = 3 * (Window - 1);
    private LiveTrial? trial;

    [Fact]
    public async Task A_night_of_4000_symbols_is_served_from_files_and_a_symbol_with_a_split_on_its_own()
    {
        trial = Open(symbols: 3_999);
        var source = trial.Source(trial.Eodhd());

        var fetched = await LiveTrial.AllAsync(source, Night());

        fetched.Bars.Symbols.Count.ShouldBe(4_000);
        trial.Server.Calls.CountBy(c => c.Path.Split('/')[2]).OrderBy(c => c.Key).ShouldBe([new("eod", 1), new("eod-bulk-last-day", Files)]);
        Close(fetched.Bars, "S042").ShouldBe(Close(trial.Bars, "S042"));
        Close(fetched.Bars, "BRK-B").ShouldBe(Close(trial.Bars, "BRK-B"));
        trial.Server.Calls.Single(c => c.Path.StartsWith("/api/eod/", StringComparison.Ordinal)).Symbol.ShouldBe("S007");
        (await source.ForecastAsync(Night(), default)).ShouldBe(
            new CallForecast("eodhd", Files * 100, 1_000_000) { IsBulk = true, LeftToday = 100_000 - (Files * 100) - 1 });
    }

    [Fact]
    public async Task A_small_universe_is_fetched_symbol_by_symbol()
    {
        trial = Open(symbols: 99);

        await LiveTrial.AllAsync(trial.Source(trial.Eodhd()), Night());

        trial.Server.Calls.Select(c => c.Path.Split('/')[2]).ShouldBe(Enumerable.Repeat("eod", 100));
    }

    public void Dispose() => trial?.Dispose();

    private static double Close(Bars bars, string symbol) => bars.Close[bars.Starts[bars.IndexOf(symbol) + 1] - 1];

    private LiveTrial Open(int symbols)
    {
        LiveTrial? opened = null;
        opened = new LiveTrial(call => call.Path == "/api/eod-bulk-last-day/US" ? ProviderReply.Of(File(opened!.Bars, call)) : null, symbols);
        opened.Options = opened.Options with { CacheDuration = TimeSpan.Zero, CallsPerDay = 100_000 };
        return opened;
    }

    private List<BarRequest> Night() => [.. trial!.Symbols.Select(s =>
        new BarRequest(s, Day.Date(trial.Bars.Days[LiveTrial.Sessions - Window]), trial.Last))];

    private string File(Bars bars, ProviderCall call)
    {
        var day = Day.Of(Responses.Date(call["date"]!));
        if (call["type"] is { } type)
            return type != "splits" || day != Day.Of(trial!.Last) ? "[]"
                : $$"""[{"code":"S007","exchange":"US","date":"{{call["date"]}}","split":"2.000000/1.000000"}]""";
        var rows = Enumerable.Range(0, bars.Count).Where(i => bars.Days[i] == day).Zip(bars.Symbols, (i, symbol) => string.Create(CultureInfo.InvariantCulture,
            $"{{\"code\":\"{symbol}\",\"exchange_short_name\":\"US\",\"date\":\"{call["date"]}\",\"open\":{bars.Open[i]},\"high\":{bars.High[i]},")
            + string.Create(CultureInfo.InvariantCulture,
            $"\"low\":{bars.Low[i]},\"close\":{bars.Close[i]},\"adjusted_close\":{bars.Close[i]},\"volume\":{bars.Volume[i]}}}"));
        return $"[{string.Join(',', rows)}]";
    }
}
