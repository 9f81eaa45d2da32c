using System.Globalization;
using System.Text;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.Responses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>Laws of every provider's parser: a response is parsed correctly, or rejected row by row or as a whole.</summary>
public class MalformedResponseTests
{
    /// <summary>Monday to Friday.</summary>
    private static readonly BarRequest Week = Asked("AAPL", "2025-03-17", "2025-03-21");

    private static readonly string[] Days = ["2025-03-17", "2025-03-18", "2025-03-19", "2025-03-20", "2025-03-21"];

    public static TheoryData<string> All => Providers;

    public static TheoryData<string> Naming => NamingProviders;

    public static TheoryData<string, string, string> BadRows
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var provider in Parsers.Keys)
            {
                rows.Add(provider, "null 12 9 11 100", "open is null");
                rows.Add(provider, "10 12 9 null 100", "close is null");
                rows.Add(provider, "10 12 9 11 null", "volume is null");
                rows.Add(provider, "10 \"lots\" 9 11 100", "high 'lots' is not a number");
                rows.Add(provider, "10 \"\" 9 11 100", "high is empty");
                rows.Add(provider, "10 true 9 11 100", "high 'true' is not a number");
                rows.Add(provider, "10 {\"raw\":12} 9 11 100", "high '{' is not a number");
                rows.Add(provider, "10 12 9 11 \"-5\"", "volume -5 is negative");
                rows.Add(provider, "10 12 9 11 -1.5", "volume '-1.5' is negative");
                rows.Add(provider, "10 12 9 11 1e30", "does not fit in 64 bits");
                rows.Add(provider, "10 12 9 13 100", "high 12 below close 13");
                rows.Add(provider, "10 12 9 0 100", "close 0 is not positive");
                rows.Add(provider, "10 \"nan\" 9 11 100", "high NaN is not finite");
                rows.Add(provider, "10 1e999 9 11 100", "high ∞ is not finite");
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(BadRows))]
    public void A_bad_row_is_rejected_with_its_reason_and_the_others_are_kept(string provider, string values, string reason)
    {
        var answer = Parse(provider, Body(provider, (Days[0], "10 12 9 11 100"), (Days[1], values), (Days[2], "11 13 10 12 200")), Week);

        Lines(answer.Bars).ShouldBe([$"2025-03-17 10 12 9 11 100 {provider}", $"2025-03-19 11 13 10 12 200 {provider}"]);
        var rejected = answer.Rejected.ShouldHaveSingleItem();
        rejected.Reason.ShouldContain(reason.Replace("∞", double.PositiveInfinity.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        (rejected.Symbol, rejected.Date, rejected.Source, rejected.Line).ShouldBe(("AAPL", "2025-03-18", provider, 2));
        rejected.File.ShouldStartWith("/");
    }

    /// <summary>Failure 16; numbers as strings and in exponent form.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Numbers_may_be_strings_and_volumes_may_exceed_32_bits(string provider)
    {
        var answer = Parse(provider, Body(provider, (Days[0], "\"10\" \"12.50\" 9.0 \"1.1e1\" \"3000000000\""), (Days[1], "10 12 9 11 5.5E9"),
            (Days[2], "10 12 9 11 4294967296.0")), Week);

        Lines(answer.Bars).ShouldBe([
            $"2025-03-17 10 12.5 9 11 3000000000 {provider}", $"2025-03-18 10 12 9 11 5500000000 {provider}", $"2025-03-19 10 12 9 11 4294967296 {provider}",
        ]);
    }

    /// <summary>Failure 6: a session of nulls is counted, neither a bar nor a rejected row.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void A_session_of_nulls_counts_as_missing(string provider)
    {
        var answer = Parse(provider, Body(provider, (Days[0], "10 12 9 11 100"), (Days[1], "null null null null null"),
            (Days[2], "null null null null 0")), Week);

        (answer.Bars.Count, answer.Rejected.Count, answer.Nulls).ShouldBe((1, 0, 2));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Sessions_outside_the_request_are_ignored(string provider)
    {
        var answer = Parse(provider, Body(provider, ("2025-03-14", "10 12 9 11 100"), (Days[0], "10 12 9 11 100"), (Days[4], "10 12 9 11 100"),
            ("2025-03-24", "10 12 9 11 100")), Week);

        Lines(answer.Bars).Select(l => l[..10]).ShouldBe([Days[0], Days[4]]);
        answer.Rejected.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_weekend_is_not_a_session(string provider) =>
        Parse(provider, Body(provider, ("2025-03-22", "10 12 9 11 100")), Week with { To = Date("2025-03-24") }).Rejected.ShouldHaveSingleItem().Reason
            .ShouldContain("is a Saturday");

    [Theory]
    [MemberData(nameof(All))]
    public void A_response_without_sessions_is_valid(string provider) => Parse(provider, Body(provider), Week).Bars.Count.ShouldBe(0);

    [Theory]
    [MemberData(nameof(Naming))]
    public void A_response_for_another_symbol_is_rejected(string provider)
    {
        var fault = Refusal(provider, Body(provider, (Days[0], "10 12 9 11 100")), Week with { Symbol = "MSFT" });

        fault.Kind.ShouldBe(FaultKind.Symbol);
        fault.Message.ShouldBe("the response is for symbol 'AAPL'; expected MSFT");
    }

    /// <summary>Failure 15: the response may use any form of a share class.</summary>
    [Theory]
    [MemberData(nameof(Naming))]
    public void A_share_class_is_recognized_in_every_form(string provider)
    {
        foreach (var form in new[] { "BRK.B", "BRK-B", "BRK/B", "brk b" })
            Parse(provider, Body(provider, (Days[0], "10 12 9 11 100")).Replace("AAPL", form, StringComparison.Ordinal),
                Week with { Symbol = "BRK-B" }).Bars.Symbols.ShouldBe(["BRK-B"]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_response_truncated_anywhere_is_rejected(string provider)
    {
        var body = Encoding.UTF8.GetBytes(Body(provider, (Days[0], "10 12 9 11 100"), (Days[1], "10 12 9 11 100")));
        for (var length = 0; length < body.Length; length++)
            Should.Throw<ProviderException>(() => Parsers[provider](body.AsSpan(0, length), Week)).Kind.ShouldBe(FaultKind.Transient);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_flipped_byte_gives_a_response_or_a_rejection_and_nothing_else(string provider)
    {
        var body = Encoding.UTF8.GetBytes(Body(provider, (Days[0], "10 12 9 11 100"), (Days[1], "10 12 9 11 100")));
        var refusals = 0;
        for (var at = 0; at < body.Length; at++)
            foreach (var flip in new byte[] { 0x01, 0x20, 0x80, 0xFF })
            {
                body[at] ^= flip;
                try
                {
                    Parsers[provider](body, Week).Bars.Days.ToArray().ShouldBeInOrder();
                }
                catch (ProviderException)
                {
                    refusals++;
                }
                body[at] ^= flip;
            }
        refusals.ShouldBeGreaterThan(body.Length);
    }

    public static TheoryData<string, string, string> NoAnswers
    {
        get
        {
            var bodies = new TheoryData<string, string, string>();
            foreach (var provider in Parsers.Keys)
            {
                bodies.Add(provider, "", "the response is empty");
                bodies.Add(provider, " \r\n", "the response is empty");
                bodies.Add(provider, "<!DOCTYPE html><html>Oops</html>", "not JSON: an HTML page");
                bodies.Add(provider, "Service Unavailable", "not JSON: Service Unavailable");
                bodies.Add(provider, "{}{}", "malformed JSON");
                bodies.Add(provider, "[{", "malformed JSON");
            }
            return bodies;
        }
    }

    [Theory]
    [MemberData(nameof(NoAnswers))]
    public void A_response_that_is_not_JSON_is_a_transient_fault(string provider, string body, string says)
    {
        var fault = Refusal(provider, body, Week);

        fault.Message.ShouldContain(says);
        fault.Kind.ShouldBe(FaultKind.Transient);
    }

    public static TheoryData<string, string> OtherForms
    {
        get
        {
            var bodies = new TheoryData<string, string>();
            foreach (var provider in Parsers.Keys)
                foreach (var body in new[]
                {
                    "null", "17", "\"no\"", "{}", "[1]", "[[]]", """{"values":{}}""", """{"values":[3]}""",
                    """{"chart":null}""", """{"chart":{"result":[]}}""", """{"chart":{"result":null,"error":null}}""",
                })
                    bodies.Add(provider, body);
            return bodies;
        }
    }

    [Theory]
    [MemberData(nameof(OtherForms))]
    public void Unexpected_JSON_is_rejected(string provider, string body) => Refusal(provider, body, Week).Kind.ShouldBe(FaultKind.Symbol);

    /// <summary>A response with these sessions; values are open, high, low, close and volume as JSON.</summary>
    internal static string Body(string provider, params (string Date, string Values)[] rows)
    {
        var cells = rows.Select(r => (r.Date, Values: r.Values.Split(' '))).ToList();
        return provider switch
        {
            Fmp.Provider => $"[{Join(cells, r => $$"""{"symbol":"AAPL","date":"{{r.Date}}",{{Row(r.Values)}},"vwap":1}""")}]",
            TwelveData.Provider => """{"meta":{"symbol":"AAPL","interval":"1day"},"values":["""
                + Join(cells, r => $$"""{"datetime":"{{r.Date}}",{{Row(r.Values)}}}""") + """],"status":"ok"}""",
            Tiingo.Provider or Eodhd.Provider => $"[{Join(cells, r => $$"""{"date":"{{r.Date}}",{{Row(r.Values)}}}""")}]",
            _ => """{"chart":{"result":[{"meta":{"symbol":"AAPL","dataGranularity":"1d","exchangeTimezoneName":"America/New_York"},"""
                + $"\"timestamp\":[{Join(cells, r => $"{Opening(r.Date)}")}],\"indicators\":{{\"quote\":[{{"
                + string.Join(',', Names.Select((n, i) => $"\"{n}\":[{Join(cells, r => r.Values[i])}]")) + """}]}}],"error":null}}""",
        };
    }

    private static string Join<T>(IEnumerable<T> items, Func<T, string> text) => string.Join(',', items.Select(text));

    private static readonly string[] Names = ["open", "high", "low", "close", "volume"];

    private static string Row(string[] values) => string.Join(',', Names.Zip(values, (n, v) => $"\"{n}\":{v}"));

    private static long Opening(string date) => new DateTimeOffset(Date(date), new TimeOnly(13, 30), TimeSpan.Zero).ToUnixTimeSeconds();
}
