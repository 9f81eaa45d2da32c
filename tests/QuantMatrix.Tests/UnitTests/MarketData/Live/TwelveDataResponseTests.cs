using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.Responses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

public class TwelveDataResponseTests
{
    private static readonly BarRequest Ibm = Asked("IBM", "2021-05-20", "2021-07-01");

    [FixtureFact]
    public void The_recorded_response_gives_its_thirty_sessions_oldest_first()
    {
        var answer = TwelveData.Parse(Recorded("twelvedata", "captured", "time_series_IBM_1day.json"), Ibm);

        answer.Bars.Count.ShouldBe(30);
        answer.Rejected.ShouldBeEmpty();
        Line(answer.Bars, 0).ShouldBe("2021-05-20 143.17 144.89999 142.16 143.87 3666726 twelvedata");
        Line(answer.Bars, 29).ShouldBe("2021-07-01 146.96001 147.5 146.55 146.84 2665427 twelvedata");
    }

    [FixtureFact]
    public void Every_number_equals_the_same_series_recorded_as_csv()
    {
        var bars = TwelveData.Parse(Recorded("twelvedata", "captured", "time_series_IBM_1day.json"), Ibm).Bars;
        var csv = File.ReadAllLines(Fixtures.Path("providers", "twelvedata", "captured", "time_series_IBM_1day.csv")).Skip(1)
            .Where(l => l.Length > 0).Reverse();

        Lines(bars).ShouldBe(csv.Select(line => line.Split(','))
            .Select(f => $"{f[0]} {Plain(f[1])} {Plain(f[2])} {Plain(f[3])} {Plain(f[4])} {f[5]} twelvedata"));
    }

    [FixtureTheory]
    [InlineData("401_bad_key.json", FaultKind.Provider, "apikey")]
    [InlineData("429_minute.json", FaultKind.Transient, "current minute")]
    [InlineData("200_429_minute.json", FaultKind.Transient, "current minute")]
    [InlineData("400_symbol_not_found.json", FaultKind.Symbol, "not found")]
    public void An_error_in_the_body_is_classified_by_its_code_whatever_the_status(string file, FaultKind kind, string says)
    {
        var fault = Should.Throw<ProviderException>(() => TwelveData.Parse(Recorded("twelvedata", "errors", file), Ibm));

        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(says);
        (fault.RetryAfter is not null).ShouldBe(kind == FaultKind.Transient);
    }

    [Fact]
    public void Exhausted_daily_credits_disable_the_provider() =>
        Refusal("twelvedata", """
            {"code":429,"message":"You have run out of API credits for the day. 801 API credits were used, with the current limit being 800.","status":"error"}
            """, Ibm)
            .Kind.ShouldBe(FaultKind.Provider);

    [FixtureTheory]
    [InlineData("time_series_cross.json", "1min")]
    [InlineData("batch_error.json", "no values")]
    [InlineData("batch_multi.json", "no values")]
    [InlineData("batch_time_series.json", "no values")]
    [InlineData("profile.json", "no values")]
    [InlineData("exchange_schedule.json", "no values")]
    [InlineData("splits_calendar.json", "no values")]
    [InlineData("simple_moving_average.json", "for symbol 'AAPL'")]
    [InlineData("relative_strength_index.json", "for symbol 'AAPL'")]
    public void Recorded_responses_of_other_endpoints_are_rejected(string file, string says)
    {
        var fault = Should.Throw<ProviderException>(() => TwelveData.Parse(Recorded("twelvedata", file), Ibm));

        fault.Kind.ShouldBe(FaultKind.Symbol);
        fault.Message.ShouldContain(says);
    }

    private static string Plain(string number) => number.TrimEnd('0').TrimEnd('.');
}
