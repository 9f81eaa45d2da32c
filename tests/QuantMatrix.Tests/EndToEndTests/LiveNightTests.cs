using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Consecutive nights against providers: only missing sessions are requested, and price bases are never spliced.</summary>
[Trait("class", "slow")]
public sealed partial class LiveNightTests : IDisposable
{
    private const int First = 299;
    private LiveNights nights = new();

    public void Dispose() => nights.Dispose();

    [Fact]
    public async Task The_first_night_stores_270_sessions_and_an_up_to_date_symbol_costs_no_call()
    {
        (await nights.NightAsync(First)).ShouldBe(ExitCode.Ok);
        await nights.ShouldHoldAsync(First - 269, First);
        nights.NewCalls().Count.ShouldBe(1);
        nights.Server.Calls.Count(IsCalendar).ShouldBe(1);

        var again = await nights.NightAsync(First);
        again.ShouldBe(ExitCode.Ok);
        again.Output.ShouldContain("up to date");
        nights.NewCalls().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_next_night_requests_the_new_session_and_the_ten_before_it()
    {
        await nights.NightAsync(First);
        nights.NewCalls();
        (await nights.NightAsync(First + 1)).Output.ShouldContain("1 bar inserted, 0 rows changed");
        nights.NewCalls().ShouldHaveSingleItem()["period1"].ShouldBe($"{Day.Of(nights.Sessions[First - 9]) * 86_400L}");
        await nights.ShouldHoldAsync(First - 269, First + 1);
    }

    /// <summary>A plan counts the calls for the symbols due; the calendars of all symbols are counted beside them.</summary>
    [Theory]
    [InlineData("yahoo", 3)]
    [InlineData("fmp, yahoo", 9)]
    public async Task A_plan_shows_the_calls_before_they_are_made_and_makes_none(string providers, int first)
    {
        Restart(providers, symbols: 3);
        (await nights.PlanAsync(First)).ShouldBe(ExitCode.Ok, $"3 symbols, 3 due by {nights.Sessions[First]:yyyy-MM-dd}: {first} calls to ",
            $" at 100,000 a minute, under a minute; calendars: {(providers == "yahoo" ? "" : "2 calls to fmp, ")}1 call to yahoo");
        nights.NewCalls().ShouldBeEmpty();
        await nights.NightAsync(First);
        nights.NewCalls().Count(c => !IsCalendar(c)).ShouldBe(first);
        nights.Server.Calls.Count(c => c.Path == "/v1/finance/visualization" || IsCalendar(c)).ShouldBe(providers.Split(',').Length);
        (await nights.PlanAsync(First)).ShouldBe(ExitCode.Ok, ", 0 due by", ": 0 calls");
    }

    [Theory]
    [InlineData("yahoo")]
    [InlineData("twelvedata, yahoo")]
    public async Task A_split_between_two_nights_replaces_the_whole_series_without_a_break_in_prices(string providers)
    {
        Restart(providers);
        await nights.NightAsync(First);
        var before = await nights.ClosesAsync();
        Split(4, First + 1, appliedFrom: First + 1);

        var night = await nights.NightAsync(First + 1);
        night.ShouldBe(ExitCode.Ok);
        night.Output.ShouldContain("for the split of");
        var after = await nights.ClosesAsync();
        after.Count.ShouldBe(before.Count + 1);
        foreach (var (old, now) in before.Zip(after)) now.ShouldBe(old / 4, Math.Abs(old) * 1e-6);
        (await nights.SqlAsync("SELECT max(abs(ln(close / p))) < 0.5 FROM (SELECT close, lag(close) OVER (ORDER BY date) p FROM price_data)"))
            .ShouldBe(["true"]);
        (await nights.SqlAsync("SELECT class, count(DISTINCT date) FROM bar_revisions WHERE field = 'close' GROUP BY class"))
            .ShouldBe([$"rebase,{before.Count}"]);
        (await nights.SqlAsync("SELECT kind, value, status FROM corporate_actions")).ShouldBe(["split,4,applied"]);
        (await nights.NightAsync(First + 2)).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task A_split_applied_a_day_late_is_refused_and_pending_until_it_is_in_the_prices()
    {
        await nights.NightAsync(First);
        var before = await nights.ClosesAsync();
        Split(4, First + 1, appliedFrom: First + 2);

        var late = await nights.NightAsync(First + 1);
        late.Code.ShouldBe(ExitCode.Failed);
        late.Output.ShouldContain("is not in the prices before it");
        (await nights.ClosesAsync()).ShouldBe(before);
        (await nights.SqlAsync("SELECT kind, value, status FROM corporate_actions")).ShouldBe(["split,4,pending"]);

        (await nights.NightAsync(First + 2)).ShouldBe(ExitCode.Ok);
        var after = await nights.ClosesAsync();
        after.Count.ShouldBe(before.Count + 2);
        after[0].ShouldBe(before[0] / 4, before[0] * 1e-6);
        (await nights.SqlAsync("SELECT status FROM corporate_actions")).ShouldBe(["applied"]);
    }

    [Theory]
    [InlineData(1.0 / 16, "differs by the factor 0.0625")]
    [InlineData(0.9, "differs by the factor 0.9")]
    public async Task A_factor_other_than_the_splits_is_refused(double factor, string reason)
    {
        await nights.NightAsync(First);
        var before = await nights.ClosesAsync();
        nights.Actions = [new("S00", nights.Sessions[First + 1], ActionKind.Split, 4, "yahoo")];
        nights.Returned = (bar, _, _) => Times(bar, factor);
        var night = await nights.NightAsync(First + 1);
        night.Code.ShouldBe(ExitCode.Failed);
        night.Output.ShouldContain(reason);
        (await nights.ClosesAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("18:00")]
    [InlineData("20:10")]
    public async Task A_bar_of_an_open_session_is_not_stored(string utc)
    {
        await nights.AtAsync(First, utc);
        (await nights.SqlAsync("SELECT max(date) FROM price_data")).ShouldBe([$"{nights.Sessions[First - 1]:yyyy-MM-dd}"]);
        await nights.AtAsync(First, "22:30");
        (await nights.SqlAsync("SELECT max(date) FROM price_data")).ShouldBe([$"{nights.Sessions[First]:yyyy-MM-dd}"]);
    }

    [Fact]
    public async Task A_session_is_one_row_at_whatever_hour_it_is_fetched()
    {
        foreach (var utc in new[] { "00:10", "03:00", "12:00" }) await nights.NightAsync(First, utc);
        (await nights.SqlAsync("SELECT count(*), count(DISTINCT date) FROM price_data")).ShouldBe(["270,270"]);
    }

    [Fact]
    public async Task A_dividend_adjusted_series_of_another_provider_is_never_spliced_to_a_split_adjusted_one()
    {
        Restart("twelvedata, yahoo");
        await nights.NightAsync(First);
        var before = await nights.ClosesAsync();
        nights.Instead = call => call.Path.StartsWith("/time_series", StringComparison.Ordinal)
            ? ProviderReply.Of(404, "{\"code\":404,\"message\":\"symbol not found\",\"status\":\"error\"}") : null;
        nights.Returned = (bar, _, who) =>
            who == "yahoo" ? Times(bar, 1 - 0.0004 * (nights.Sessions.Count - nights.Sessions.ToList().IndexOf(Day.Date(bar.Day)))) : bar;
        var night = await nights.NightAsync(First + 1);
        night.Code.ShouldBe(ExitCode.Failed);
        night.Output.ShouldContain("stored closes differ");
        (await nights.ClosesAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Another_providers_rounding_is_not_a_revision()
    {
        Restart("twelvedata, yahoo");
        await nights.NightAsync(First);
        nights.Instead = call => call.Path.StartsWith("/time_series", StringComparison.Ordinal)
            ? ProviderReply.Of(404, "{\"code\":404,\"message\":\"symbol not found\",\"status\":\"error\"}") : null;
        nights.Returned = (bar, _, _) => bar with { Close = Math.Round(bar.Close, 2), Volume = bar.Volume + 5 };
        var night = await nights.NightAsync(First + 1);
        night.ShouldBe(ExitCode.Ok);
        night.Output.ShouldContain("1 bar inserted, 0 rows changed");
        night.Output.ShouldContain("served by yahoo: twelvedata");
        (await nights.SqlAsync("SELECT source, count(*) FROM price_data GROUP BY source ORDER BY source")).ShouldBe(["twelvedata,270", "yahoo,1"]);
    }

    private void Restart(string providers, int symbols = 1)
    {
        nights.Dispose();
        nights = new(providers, symbols);
    }

    /// <summary>A split: prices from its ex-date on are divided by the ratio, and earlier ones too once the provider has applied it.</summary>
    private void Split(double value, int session, int appliedFrom)
    {
        var exDay = Day.Of(nights.Sessions[session]);
        nights.Actions = [new("S00", nights.Sessions[session], ActionKind.Split, value, "yahoo")];
        nights.Returned = (bar, _, _) => bar.Day >= exDay || Newest() >= Day.Of(nights.Sessions[appliedFrom]) ? Times(bar, 1 / value) : bar;

        int Newest() => Day.Of(nights.Tonight);
    }

    private static Bar Times(Bar bar, double factor) =>
        new(bar.Day, bar.Open * factor, bar.High * factor, bar.Low * factor, bar.Close * factor, bar.AdjClose * factor, (long)(bar.Volume / factor));
}
