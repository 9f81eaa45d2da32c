using QuantMatrix.Http;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.IntradayResponses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>Responses with 5-minute bars, the same rows in the form of each provider.</summary>
public class IntradayResponseTests
{
    [Theory]
    [MemberData(nameof(Providers), MemberType = typeof(IntradayResponses))]
    public void A_response_gives_its_slots_in_order_whatever_the_season(string provider)
    {
        var response = Parse(provider, Body(provider, "2024-03-08 15:55 9.5 9.75 9.25 9.5 300", "2024-03-11 09:30 10 11 9.5 10.5 700",
            "2024-03-11 09:35 10.5 10.75 10.25 10.25 0", "2024-03-11 15:55 10.25 12 10.25 11.5 900"), Asked("2024-03-08", "2024-03-11"));

        Lines(response).ShouldBe([
            "2024-03-08 77 9.5 9.75 9.25 9.5 300", "2024-03-11 0 10 11 9.5 10.5 700", "2024-03-11 1 10.5 10.75 10.25 10.25 0",
            "2024-03-11 77 10.25 12 10.25 11.5 900"]);
        (response.Rejected.Count, response.Nulls, response.Superseded, response.IsWhole).ShouldBe((0, 0, 0, true));
    }

    [Theory]
    [MemberData(nameof(Providers), MemberType = typeof(IntradayResponses))]
    public void Rows_outside_the_session_or_the_request_are_left_out(string provider)
    {
        // 2024-07-03 closes at 13:00.
        var response = Parse(provider, Body(provider, "2024-07-01 15:55 1 1 1 1 1", "2024-07-02 09:25 2 2 2 2 2", "2024-07-02 09:30 3 3 3 3 3",
            "2024-07-02 16:00 4 4 4 4 4", "2024-07-02 19:55 5 5 5 5 5", "2024-07-03 12:55 6 6 6 6 6", "2024-07-03 13:00 7 7 7 7 7",
            "2024-07-05 09:30 8 8 8 8 8"), Asked("2024-07-02", "2024-07-03"));

        Lines(response).ShouldBe(["2024-07-02 0 3 3 3 3 3", "2024-07-03 41 6 6 6 6 6"]);
        response.Rejected.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Providers), MemberType = typeof(IntradayResponses))]
    public void A_slot_without_a_trade_has_no_bar_and_a_bar_without_a_value_is_rejected(string provider)
    {
        var response = Parse(provider, Body(provider, "2024-06-10 09:30 10 11 9 10.5 700", "2024-06-10 09:35 null null null null null",
            "2024-06-10 09:40 10 null 9 10 5", "2024-06-10 09:45 10 11 9 10 6"), Asked("2024-06-10", "2024-06-10"));

        Lines(response).ShouldBe(["2024-06-10 0 10 11 9 10.5 700", "2024-06-10 3 10 11 9 10 6"]);
        response.Nulls.ShouldBe(1);
        var rejected = response.Rejected.ShouldHaveSingleItem();
        (rejected.Symbol, rejected.Date, rejected.Source, rejected.Reason).ShouldBe(("ACME", "2024-06-10 09:40", provider, "high is null"));
        response.IsWhole.ShouldBeFalse();
    }

    [Theory]
    [InlineData("2024-06-10 09:30 10 9.5 9 9.25 700", "high 9.5 below open 10")]
    [InlineData("2024-06-10 09:30 10 11 10.25 10.5 700", "low 10.25 above open 10")]
    [InlineData("2024-06-10 09:30 0 11 9 10.5 700", "open 0 is not positive")]
    [InlineData("2024-06-10 09:30 10 11 9 10.5 -1", "volume -1 is negative")]
    [InlineData("2024-06-10 09:31 10 11 9 10.5 700", "time 09:31:00 is not the start of a slot of 5 minutes")]
    [InlineData("2024-06-08 09:30 10 11 9 10.5 700", "2024-06-08 is no session")] // a Saturday
    [InlineData("2024-06-19 09:30 10 11 9 10.5 700", "2024-06-19 is no session")] // Juneteenth
    public void A_bar_that_breaks_a_rule_is_rejected_with_the_reason(string row, string reason)
    {
        foreach (var provider in new[] { "fmp", "twelvedata", "yahoo" })
        {
            var response = Parse(provider, Body(provider, row, "2024-06-20 10:00 10 11 9 10 5"), Asked("2024-06-07", "2024-06-20"));
            response.Rejected.ShouldHaveSingleItem().Reason.ShouldBe(reason, provider);
            Lines(response).ShouldBe(["2024-06-20 6 10 11 9 10 5"]);
        }
    }

    [Theory]
    [MemberData(nameof(Providers), MemberType = typeof(IntradayResponses))]
    public void The_newest_row_stamped_with_its_last_trade_is_an_unfinished_slot(string provider)
    {
        var response = Parse(provider, Body(provider, "2024-06-10 11:30 10 11 9 10.5 700", "2024-06-10 11:37:12 10 11 9 10 6"),
            Asked("2024-06-10", "2024-06-10"));
        Lines(response).ShouldBe(["2024-06-10 24 10 11 9 10.5 700"]);
        response.Rejected.ShouldBeEmpty();
    }

    [Fact]
    public void Of_two_rows_for_a_slot_the_later_one_counts_also_when_it_is_the_one_rejected()
    {
        var (good, bad) = ("2024-06-10 09:30 10 11 9 10.5 700", "2024-06-10 09:30 10 9 9 10 7");
        var last = "2024-06-10 15:55 1 1 1 1 1";
        var corrected = Parse("twelvedata", Body("twelvedata", bad, good, last), Asked("2024-06-10", "2024-06-10"));
        (Lines(corrected).First(), corrected.Superseded, corrected.Rejected.Count).ShouldBe(("2024-06-10 0 10 11 9 10.5 700", 1, 0));
        var spoilt = Parse("twelvedata", Body("twelvedata", good, bad, last), Asked("2024-06-10", "2024-06-10"));
        (spoilt.Bars.Count, spoilt.Superseded, spoilt.Rejected.Count).ShouldBe((1, 1, 1));
    }

    [Theory]
    [InlineData("fmp", """{"Error Message": "Limit Reach . Please upgrade your plan."}""", FaultKind.Transient, "Limit Reach")]
    [InlineData("fmp", """{"Error Message": "Invalid API KEY. Please retry."}""", FaultKind.Provider, "Invalid API KEY")]
    [InlineData("fmp", """[{"symbol":"OTHR","date":"2024-06-10 09:30:00","open":1,"low":1,"high":1,"close":1,"volume":1}]""", FaultKind.Symbol, "OTHR")]
    [InlineData("fmp", "<html>", FaultKind.Transient, "not JSON")]
    [InlineData("twelvedata", """{"code":429,"message":"You have run out of API credits for the current minute.","status":"error"}""",
        FaultKind.Transient, "429")]
    [InlineData("twelvedata", """{"code":400,"message":"**symbol** not found: ACME.","status":"error"}""", FaultKind.Symbol, "not found")]
    [InlineData("twelvedata", """{"meta":{"symbol":"ACME","interval":"1day"},"values":[],"status":"ok"}""", FaultKind.Symbol, "interval '1day'; expected 5min")]
    [InlineData("twelvedata", """{"meta":{"symbol":"ACME","interval":"5min","currency":"EUR"},"values":[],"status":"ok"}""", FaultKind.Symbol, "EUR")]
    [InlineData("yahoo", """{"chart":{"result":null,"error":{"code":"Unprocessable Entity","description":"5m data not available"}}}""", FaultKind.Symbol,
        "5m data not available")]
    [InlineData("yahoo", """{"chart":{"result":[{"meta":{"symbol":"ACME","dataGranularity":"1d"}}],"error":null}}""", FaultKind.Symbol,
        "interval '1d'; expected 5m")]
    [InlineData("yahoo", """
        {"chart":{"result":[{"meta":{"symbol":"ACME","dataGranularity":"5m"},"timestamp":[1718026200],"indicators":{"quote":[{"open":[]}]}}]}}
        """,
        FaultKind.Symbol, "1 timestamp but 0 values of open")]
    public void An_error_or_another_response_is_refused(string provider, string body, FaultKind kind, string message)
    {
        var fault = Should.Throw<ProviderException>(() => Parse(provider, body, Asked("2024-06-10", "2024-06-10")));
        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("fmp", "[]")]
    [InlineData("twelvedata", """{"meta":{"symbol":"ACME","interval":"5min"},"values":[],"status":"ok"}""")]
    [InlineData("yahoo", """{"chart":{"result":[{"meta":{"symbol":"ACME","dataGranularity":"5m"},"indicators":{"quote":[{}]}}],"error":null}}""")]
    public void An_empty_response_is_not_whole(string provider, string body)
    {
        var response = Parse(provider, body, Asked("2024-06-10", "2024-06-10"));
        (response.Bars.Count, response.IsWhole).ShouldBe((0, false));
    }
}
