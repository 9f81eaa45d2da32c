using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>
/// For random faults in the responses of three providers the lake is never wrong: every stored bar equals the truth, and a session that is not stored
/// is in quarantine, or the night names it or its symbol.
/// </summary>
[Trait("class", "slow")]
public sealed class FaultyAnswerTests
{
    private const int First = 299, Nights = 4;
    private static readonly int Seeds = Soak.Of(6, 60);

    public static TheoryData<int> Runs => [.. Enumerable.Range(1, Seeds)];

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task The_lake_is_never_wrong(int seed)
    {
        using var nights = new LiveNights("fmp, twelvedata, yahoo", symbols: 3);
        var faults = new FaultyAnswers(seed);
        nights.Instead = call => call.Method == "POST" ? null : faults.Of(call, nights.Whole(call));
        for (var night = 0; night < Nights; night++)
        {
            var ended = await nights.NightAsync(First + night, "03:00", "--set", $"{LiveNights.Job}.days=20");
            await ShouldBeTrueAsync(nights);
            await ShouldNameWhatIsMissingAsync(nights, First + night, ended);
        }
        nights.Instead = _ => null;
        for (var again = 0; again < 2; again++) await nights.NightAsync(First + Nights, "03:00");
        foreach (var symbol in nights.Symbols) (await nights.SqlAsync(Newest(symbol))).ShouldBe([Date(nights, First + Nights)], $"seed {seed}: {symbol}");
        await ShouldBeTrueAsync(nights);
    }

    private static async Task ShouldBeTrueAsync(LiveNights nights)
    {
        foreach (var row in await nights.SqlAsync("SELECT symbol, date, close, volume, source FROM price_data"))
        {
            var cells = row.Split(',');
            var (at, day) = (nights.Truth.IndexOf(cells[0]), Day.Of(DateOnly.Parse(cells[1])));
            var i = nights.Truth.Starts[at] + nights.Truth.Days[nights.Truth.RowsOf(at)].BinarySearch(day);
            double.Parse(cells[2]).ShouldBe(nights.Truth.Close[i], 1e-6 * nights.Truth.Close[i], row);
            long.Parse(cells[3]).ShouldBe(nights.Truth.Volume[i], row);
        }
    }

    /// <summary>A gap within the recent sessions is requested again every night; the newest session is named at once.</summary>
    private static async Task ShouldNameWhatIsMissingAsync(LiveNights nights, int newest, Ended ended)
    {
        foreach (var symbol in nights.Symbols)
        {
            if ((await nights.SqlAsync(Newest(symbol))).SequenceEqual([Date(nights, newest)])) continue;
            var held = await nights.SqlAsync($"SELECT count(*) FROM quarantine WHERE symbol = '{symbol}' AND date = '{Date(nights, newest)}'");
            if (held[0] == "0") ended.Text.ShouldContain(symbol);
            ended.Text.ShouldNotContain("backfill_symbols  ok");
        }
    }

    private static string Newest(string symbol) => $"SELECT max(date) FROM price_data WHERE symbol = '{symbol}'";

    private static string Date(LiveNights nights, int session) => $"{nights.Sessions[session]:yyyy-MM-dd}";
}
