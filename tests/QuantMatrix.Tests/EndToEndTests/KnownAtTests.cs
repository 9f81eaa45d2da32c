using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Publish.Embedded;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary><c>--known-at</c>: the tables as they were known at a time, although a restatement, a split and a late bar happened later.</summary>
[Trait("class", "slow")]
public sealed class KnownAtTests : IDisposable
{
    private const int First = 269;
    private const string Bars = "SELECT * EXCLUDE (source) FROM price_data ORDER BY ALL";

    private readonly LiveNights nights = new("yahoo", symbols: 2);

    public void Dispose() => nights.Dispose();

    [Fact]
    public async Task Bars_of_each_night_come_back_although_later_ones_restated_split_and_completed_them()
    {
        var known = new List<IReadOnlyList<string>>();
        await NightAsync(First, bar => bar.Day == DayOf(First - 4) ? null : bar);
        await NightAsync(First + 1, bar => bar.Day == DayOf(First - 4) ? null : bar.Day == DayOf(First - 2) ? bar with { Volume = 7 } : bar);
        await NightAsync(First + 2, bar => bar.Day == DayOf(First - 2) ? bar with { Volume = 9 } : bar);
        nights.Actions = [new("S01", nights.Sessions[First + 3], ActionKind.Split, 4, "yahoo")];
        await NightAsync(First + 3, bar => bar.Day == DayOf(First - 2) ? bar with { Volume = 9 } : bar, split: true);

        known.Distinct(Comparer).Count().ShouldBe(4);
        for (var night = 0; night < known.Count; night++) (await BarsAsync(First + night)).ShouldBe(known[night], $"night {night}");
        (await nights.SqlAsync(Bars)).ShouldBe(known[^1]);
        (await KnownAsync(First - 1, "SELECT count(*) FROM price_data")).ShouldBe(["0"]);
        (await KnownAsync(First + 1, "SELECT count(*), count(DISTINCT class) FROM bar_revisions")).ShouldBe(["2,1"]);
        (await KnownAsync(First + 2, "SELECT count(*) FROM corporate_actions")).ShouldBe(["0"]);

        async Task NightAsync(int session, Func<Bar, Bar?> returned, bool split = false)
        {
            nights.Returned = (bar, symbol, _) => returned(bar) is not { } now ? null : split && symbol == "S01" ? Divided(now) : now;
            (await nights.NightAsync(session)).ShouldBe(ExitCode.Ok);
            known.Add(await nights.SqlAsync(Bars));
        }
    }

    [Fact]
    public async Task Members_are_those_listed_by_then_and_values_computed_from_bars_are_refused()
    {
        (await nights.NightAsync(First)).ShouldBe(ExitCode.Ok);
        await nights.TrackAsync();
        (await nights.CallAsync(First, ["run", "recompute_indicators_universe"])).ShouldBe(ExitCode.Ok);
        using (var target = new EmbeddedTarget(nights.Trial.Embedded, Catalogue.Standard.Columns, TimeProvider.System))
        {
            await target.Tables.RefreshConstituentsAsync("SP500", [new("S00"), new("S01")], new(2024, 1, 10));
            await target.Tables.RefreshConstituentsAsync("SP500", [new("S01"), new("S02")], new(2024, 2, 10));
        }
        (await nights.CallAsync(First, ["run", "recompute_indicators_universe"])).ShouldBe(ExitCode.Ok);
        (await nights.Trial.CallAsync("show", "S00", "--known-at", "2024-02-09")).ShouldBe(ExitCode.Ok, "S00  SP500");
        var today = await nights.Trial.CallAsync("show", "S00"); // it left since
        today.ShouldBe(ExitCode.Ok, "S00  ");
        today.Output.ShouldNotContain("SP500");
        const string members = "SELECT symbol, is_active FROM index_constituents ORDER BY symbol";
        (await AtAsync("2024-01-09", members)).ShouldBeEmpty();
        (await AtAsync("2024-01-10T23:59Z", members)).ShouldBeEmpty(); // at which time of the day the list was stored is unknown
        (await AtAsync("2024-02-09T23:59Z", members)).ShouldBe(["S00,true", "S01,true"]);
        (await AtAsync("2024-02-10", members)).ShouldBe(["S00,true", "S01,true"]);
        (await AtAsync("2024-02-11", members)).ShouldBe(["S00,false", "S01,true", "S02,true"]);
        (await AtAsync("2024-02-09", "SELECT symbol FROM index_members WHERE DATE '2024-02-09' BETWEEN member_from AND member_until ORDER BY ALL"))
            .ShouldBe(["S00", "S01"]);
        (await ScreenAsync("2024-02-09")).ShouldBe(["S00", "S01"]);
        (await AtAsync("2024-02-09", "SELECT symbol, indices FROM symbol_info WHERE indices <> '' ORDER BY 1")).ShouldBe(["S00,SP500", "S01,SP500"]);
        (await nights.Trial.CallAsync("screen", "volume > 0", "--known-at", "2024-01-10")).ShouldBe(ExitCode.DataUnfit, "no bars were known");
        (await nights.Trial.CallAsync("sql", "SELECT * FROM features", "--known-at", "2024-02-10")).ShouldBe(ExitCode.Usage, "no earlier state");
    }

    /// <summary>A night after a pause records alerts of the sessions before it; until then none of them was known.</summary>
    [Fact]
    public async Task Alerts_and_members_of_screens_were_known_from_the_night_that_recorded_them()
    {
        const int pause = 40;
        string[] queries = ["FROM alerts ORDER BY ALL", "FROM screen_members ORDER BY ALL", "FROM screen_sessions ORDER BY ALL"];
        var known = new List<string>();
        foreach (var night in (int[])[First, First + pause])
        {
            (await nights.NightAsync(night)).ShouldBe(ExitCode.Ok);
            await nights.TrackAsync();
            (await nights.CallAsync(night, ["run", "recompute_indicators_universe", "--set", "recompute_indicators_universe.keep=100"]))
                .ShouldBe(ExitCode.Ok);
            (await nights.CallAsync(night, ["run", "publish_screens"])).ShouldBe(ExitCode.Ok);
            known.Add(await ContentAsync([]));
        }
        var between = $"{nights.Sessions[First + pause / 2]:yyyy-MM-dd}";
        (await nights.SqlAsync($"SELECT count(*) > 0 FROM alerts WHERE date <= DATE '{between}'")).ShouldBe(["true"]);
        (await ContentAsync(["--known-at", between])).ShouldBe(known[0]);
        (await ContentAsync(["--known-at", $"{nights.Sessions[First + pause].AddDays(1):yyyy-MM-dd}"])).ShouldBe(known[1]);

        async Task<string> ContentAsync(string[] options)
        {
            var answer = await nights.Trial.CallAsync(["sql", string.Join("; ", queries), "--format", "csv", .. options]);
            answer.ShouldBe(ExitCode.Ok);
            return answer.Output;
        }
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2024-02-30")]
    [InlineData("10/02/2024")]
    public async Task A_text_that_is_no_time_is_refused(string time) =>
        (await nights.Trial.CallAsync("sql", "SELECT 1", "--known-at", time)).ShouldBe(ExitCode.Usage, "expected a date or a time in UTC");

    private static IEqualityComparer<IReadOnlyList<string>> Comparer { get; } =
        EqualityComparer<IReadOnlyList<string>>.Create((a, b) => a!.SequenceEqual(b!), rows => rows.Count);

    private static Bar Divided(Bar bar) => new(bar.Day, bar.Open / 4, bar.High / 4, bar.Low / 4, bar.Close / 4, bar.AdjClose / 4, bar.Volume * 4);

    private int DayOf(int session) => Day.Of(nights.Sessions[session]);

    private Task<IReadOnlyList<string>> BarsAsync(int session) => KnownAsync(session, Bars);

    private async Task<IReadOnlyList<string>> ScreenAsync(string time)
    {
        var answer = await nights.Trial.CallAsync("screen", "volume > 0", "--columns", "symbol", "--format", "csv", "--known-at", time);
        answer.ShouldBe(ExitCode.Ok);
        return [.. answer.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)];
    }

    /// <summary>At the end of the day after a session, whose night begins at 03:00 UTC of that day.</summary>
    private Task<IReadOnlyList<string>> KnownAsync(int session, string query) => AtAsync($"{nights.Sessions[session].AddDays(1):yyyy-MM-dd}", query);

    private async Task<IReadOnlyList<string>> AtAsync(string time, string query)
    {
        var answer = await nights.Trial.CallAsync("sql", query, "--format", "csv", "--known-at", time);
        answer.ShouldBe(ExitCode.Ok);
        return [.. answer.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)];
    }
}
