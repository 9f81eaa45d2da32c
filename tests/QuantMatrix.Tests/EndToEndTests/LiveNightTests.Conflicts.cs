using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Splits applied late, price bases in conflict, and tickers that another company uses.</summary>
public sealed partial class LiveNightTests
{
    [Theory]
    [InlineData(1.5, 0.25)]
    [InlineData(1.5, -0.2)]
    [InlineData(2, 0.45)]
    public async Task A_split_of_the_calendar_applied_late_is_refused_whatever_the_return_and_found_the_next_night(double ratio, double change)
    {
        Restart("fmp");
        await nights.NightAsync(First);
        var before = await nights.ClosesAsync();
        var exDay = Day.Of(nights.Sessions[First + 1]);
        nights.Returned = (bar, _, _) => bar.Day >= exDay ? Times(bar, (1 + change) / ratio)
            : nights.Tonight > nights.Sessions[First + 1] ? Times(bar, 1 / ratio) : bar;
        nights.Instead = call => IsCalendar(call)
            ? ProviderReply.Of(200, FormattableString.Invariant(
                $$"""[{"symbol":"S00","date":"{{nights.Sessions[First + 1]:yyyy-MM-dd}}","numerator":{{ratio * 2}},"denominator":2}]""")) : null;

        var late = await nights.NightAsync(First + 1);
        late.Code.ShouldBe(ExitCode.Failed);
        late.Output.ShouldContain("is not in the prices before it");
        (await nights.ClosesAsync()).ShouldBe(before);
        (await nights.SqlAsync("SELECT kind, value, status FROM corporate_actions")).ShouldBe([FormattableString.Invariant($"split,{ratio},pending")]);

        (await nights.NightAsync(First + 2)).ShouldBe(ExitCode.Ok, "the whole series was replaced");
        var after = await nights.ClosesAsync();
        after.Count.ShouldBe(before.Count + 2);
        after[0].ShouldBe(before[0] / ratio, before[0] * 1e-6);
        (await nights.SqlAsync("SELECT value, status FROM corporate_actions")).ShouldBe([FormattableString.Invariant($"{ratio},applied")]);
        nights.Server.Calls.Count(IsCalendar).ShouldBe(3);
    }

    [Fact]
    public async Task Prices_on_another_basis_are_left_to_the_provider_of_the_stored_bars_and_replace_them_once_that_one_is_gone()
    {
        Restart("twelvedata, yahoo");
        Down("twelvedata");
        nights.Returned = (bar, _, who) => who == "yahoo" ? bar : Times(bar, 1.137);
        await nights.NightAsync(First);
        var before = await nights.ClosesAsync();

        Down("none");
        (await nights.NightAsync(First + 1)).ShouldBe(ExitCode.Ok, "twelvedata: every stored close differs by the factor 1.137, and no split is known; "
            + "served by yahoo, the provider of the stored bars");
        (await nights.SqlAsync("SELECT source, count(*) FROM price_data GROUP BY source")).ShouldBe(["yahoo,271"]);

        Down("yahoo");
        (await nights.NightAsync(First + 2)).Output.ShouldContain("if the next night agrees, its whole series replaces the stored one");
        (await nights.SqlAsync("SELECT symbol, source, round(factor, 3) FROM basis_conflicts")).ShouldBe(["S00,twelvedata,1.137"]);
        (await nights.NightAsync(First + 2, "05:00")).Code.ShouldBe(ExitCode.Failed);
        (await nights.SqlAsync("SELECT count(*) FROM price_data")).ShouldBe(["271"]);

        (await nights.NightAsync(First + 3)).ShouldBe(ExitCode.Ok, "the whole series was replaced");
        var after = await nights.ClosesAsync();
        after.Count.ShouldBe(before.Count + 3);
        foreach (var (old, now) in before.Zip(after)) now.ShouldBe(old * 1.137, old * 1e-5);
        (await nights.SqlAsync("SELECT DISTINCT class FROM bar_revisions")).ShouldBe(["basis"]);
        (await nights.SqlAsync("SELECT count(*) FROM basis_conflicts")).ShouldBe(["0"]);
        (await nights.NightAsync(First + 4)).ShouldBe(ExitCode.Ok, "1 bar inserted, 0 rows changed");
    }

    [Fact]
    public async Task Bars_of_another_company_under_a_stored_ticker_are_held_every_night_and_counted_once()
    {
        await nights.NightAsync(First);
        var before = await nights.ClosesAsync();
        nights.Returned = (bar, _, _) => bar.Day < Day.Of(nights.Sessions[First + 90]) ? null : bar;
        (await nights.NightAsync(First + 92)).Output.ShouldContain(
            $"S00: held: another instrument: the one that yahoo serves as S00 has no bar before {nights.Sessions[First + 90]:yyyy-MM-dd}, "
            + $"and the stored one last traded on {nights.Sessions[First]:yyyy-MM-dd}; see ./run.sh quarantine show S00");
        await nights.NightAsync(First + 93);
        (await nights.ClosesAsync()).ShouldBe(before);
        (await nights.SqlAsync("SELECT count(*), min(status), max(status) FROM quarantine")).ShouldBe(["4,open,open"]);
    }

    /// <summary>Whether a call is for the splits of all symbols, from FMP or Yahoo.</summary>
    private static bool IsCalendar(ProviderCall call) => call.Path is "/stable/splits-calendar" or "/v1/finance/visualization";

    private void Down(string provider) => nights.Instead = call =>
        (call.Path.StartsWith("/time_series", StringComparison.Ordinal) ? "twelvedata" : "yahoo") == provider
            ? ProviderReply.Of(404, "{\"code\":404,\"message\":\"symbol not found\",\"status\":\"error\"}") : null;
}
