using QuantMatrix.MarketData.Live;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.Responses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

public class HistoryPagerTests
{
    [Theory]
    [InlineData(Fmp.Provider, "1985-01-02", 3)]
    [InlineData(TwelveData.Provider, "1985-01-02", 3)]
    [InlineData(Fmp.Provider, "2007-03-22", 2)]
    [InlineData(TwelveData.Provider, "2012-05-18", 1)]
    public async Task A_history_longer_than_one_response_is_fetched_in_windows_newest_first(string provider, string listed, int calls)
    {
        var builder = new BarsBuilder();
        foreach (var date in new SessionCalendar([]).Sessions(Date(listed), Date("2025-03-21")))
            builder.Add("S000", new Bar(Day.Of(date), 10, 12, 9, 11, double.NaN, 100), provider);
        var bars = builder.Build();
        using var trial = new LiveTrial(new SeriesReplies(bars).To);
        IBarProvider asked = provider == Fmp.Provider ? trial.Fmp() : trial.TwelveData();

        var answer = await asked.FetchAsync(new("S000", null, Date("2025-03-21")), default);

        Lines(answer.Bars).ShouldBe(Lines(bars));
        asked.Tally["calls"].ShouldBe(calls);
        (asked.CallsFor(new("S000", null, Date("2025-03-21"))), asked.CallsFor(new("S000", Date("2024-01-02"), Date("2025-03-21")))).ShouldBe((5, 1));
        var calendar = new SessionCalendar([]);
        trial.Server.Calls.ShouldAllBe(c => calendar.Count(Date(c["from"] ?? c["start_date"]!), Date(c["to"] ?? c["end_date"]!)) < 5000);
    }

    [Fact]
    public async Task An_error_for_an_older_window_ends_the_history()
    {
        using var trial = new LiveTrial(call => call.Number == 2
            ? ProviderReply.Of("""{"code":400,"message":"No data is available on the specified dates","status":"error"}""") : null);
        var twelveData = trial.TwelveData();

        trial.ShouldBeTrue((await twelveData.FetchAsync(new("S000", null, trial.Last.AddYears(17)), default)).Bars, "S000").ShouldBe("twelvedata");
        twelveData.Tally["calls"].ShouldBe(2);
    }

    [Fact]
    public async Task A_folder_may_be_one_of_the_providers()
    {
        using var folder = new TempFolder();
        using var trial = new LiveTrial(_ => ProviderReply.Of(404));
        await File.WriteAllTextAsync(folder["S000.csv"], "date,open,high,low,close,volume\n2025-03-04,10,12,9,11,100\n2025-03-05,10,8,9,11,100\n");
        var replay = await ReplaySource.OpenAsync(new() { Folder = folder.Path, Today = trial.Last }, folder["memo"], default);

        var fetched = await LiveTrial.AllAsync(new LiveSource([trial.Yahoo(), new FolderProvider(replay)]), [trial.Asked("S000"), trial.Asked("S001")]);

        Lines(fetched.Bars).ShouldBe(["2025-03-04 10 12 9 11 100 replay"]);
        fetched.Rejected.ShouldHaveSingleItem().Line.ShouldBe(3);
        fetched.Fallbacks.ShouldBe([new("S000", "replay", "yahoo: HTTP 404")]);
        fetched.Failures.ShouldHaveSingleItem().Reason.ShouldBe("yahoo: HTTP 404; replay: no bars in the folder");
    }

    [Fact]
    public async Task A_refused_row_of_a_folder_counts_for_its_own_symbol_only()
    {
        using var folder = new TempFolder();
        using var trial = new LiveTrial();
        await File.WriteAllTextAsync(folder["S000.csv"], "date,open,high,low,close,volume\n2025-03-04,10,12,9,11,100\n");
        await File.WriteAllTextAsync(folder["S002.csv"], "date,open,high,low,close,volume\n2025-03-06,10,8,9,11,100\n");
        await File.WriteAllTextAsync(folder["S001.csv"], "date,open,high,low,close,volume\n2025-03-04,10,12,9,11,100\n2025-03-05,10,8,9,11,100\n");
        using var provider = new FolderProvider(await ReplaySource.OpenAsync(new() { Folder = folder.Path, Today = trial.Last }, folder["memo"], default));

        (await provider.FetchAsync(trial.Asked("S000"), default)).Rejected.ShouldBeEmpty();
        (await provider.FetchAsync(trial.Asked("S001"), default)).Rejected.ShouldHaveSingleItem().Date.ShouldBe("2025-03-05");
    }

    [Fact]
    public void Providers_are_listed_in_order_of_preference_with_their_variables() =>
        ProviderKind.All.Select(k => (k.Name, k.KeyVariable, k.UrlVariable)).ShouldBe([
            ("fmp", "FMP_API_KEY", "QM_FMP_URL"), ("twelvedata", "TWELVEDATA_API_KEY", "QM_TWELVEDATA_URL"),
            ("tiingo", "TIINGO_API_KEY", "QM_TIINGO_URL"), ("eodhd", "EODHD_API_KEY", "QM_EODHD_URL"), ("yahoo", null, "QM_YAHOO_URL"),
        ]);
}
