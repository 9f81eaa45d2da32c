using System.Globalization;
using System.Text;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Tests.Servers;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.Responses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>Yahoo's calendar of splits.</summary>
public class YahooSplitsTests
{
    private const string Labels = """
        {"label":"Symbol","type":"STRING"},{"label":"Company Name","type":"STRING"},{"label":"Payable On","type":"DATE"},
        {"label":"Optionable?","type":"BOOLEAN"},{"label":"Old Share Worth","type":"NUMBER"},{"label":"Share Worth","type":"NUMBER"}
        """;

    [Theory]
    [InlineData("""["ACME","Acme","2025-03-10T04:00:00.000Z",true,1,4]""", "ACME 2025-03-10 Split 4 yahoo")]
    [InlineData("""["BRK-B","Class B","2025-01-10T05:00:00.000Z",true,"2","3"]""", "BRK-B 2025-01-10 Split 1.5 yahoo")]
    [InlineData("""["ACME","Acme","2025-03-10T00:00:00.000Z",true,20,1]""", "ACME 2025-03-10 Split 0.05 yahoo")]
    [InlineData("""["ACME","Acme","2025-03-10",true,1,2]""", "ACME 2025-03-10 Split 2 yahoo")]
    [InlineData("""["SAP.DE","Foreign","2025-03-10T04:00:00.000Z",true,1,2]""", null)]
    [InlineData("""["ACME","Acme",null,true,1,2]""", null)]
    [InlineData("""["ACME","Acme","2025-03-10T04:00:00.000Z",true,0,2]""", null)]
    [InlineData("""["ACME","Acme","2025-03-10T04:00:00.000Z",true,null,2]""", null)]
    [InlineData("""["ACME","Acme"]""", null)]
    [InlineData("""[null,null,null,null,null,null]""", null)]
    public void A_row_is_a_split_when_it_has_a_US_ticker_a_date_and_a_ratio(string row, string? split)
    {
        var (splits, rows) = YahooSplits.Parse(Encoding.UTF8.GetBytes(Page(Labels, row)));

        splits.Select(Text).ShouldBe(split is null ? [] : [split]);
        rows.ShouldBe(1);
    }

    [Fact]
    public void Columns_are_found_by_id_as_well_and_in_any_order()
    {
        const string ids = """{"id":"share_worth"},{"id":"ticker"},{"id":"old_share_worth"},{"id":"startdatetime"}""";

        YahooSplits.Parse(Encoding.UTF8.GetBytes(Page(ids, """[10,"ACME",1,"2025-07-01T04:00:00.000Z"]"""))).Splits.Select(Text)
            .ShouldBe(["ACME 2025-07-01 Split 10 yahoo"]);
    }

    [Theory]
    [InlineData("""{"finance":{"result":null,"error":{"code":"Bad Request","description":"Unknown entity"}}}""", FaultKind.Symbol, "Unknown entity")]
    [InlineData("""{"finance":{"result":[{"documents":[]}]}}""", FaultKind.Symbol, "the calendar has no rows")]
    [InlineData("{}", FaultKind.Symbol, "the calendar has no rows")]
    [InlineData("<html>", FaultKind.Transient, "the response is not JSON: an HTML page")]
    [InlineData("""{"finance":3}""", FaultKind.Transient, "malformed JSON")]
    [InlineData("""{"finance":{"result":[{"documents":[{"columns":[{"label":"Symbol"},{"label":"Day"}],"rows":[]}]}]}}""", FaultKind.Symbol,
        "the calendar has the columns Symbol, Day; expected Payable On among them")]
    public void Any_other_response_is_a_fault(string body, FaultKind kind, string message)
    {
        var fault = Should.Throw<ProviderException>(() => YahooSplits.Parse(Encoding.UTF8.GetBytes(body)));

        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(message);
    }

    /// <summary>A full page is followed by the next one.</summary>
    [Fact]
    public async Task The_calendar_is_fetched_with_a_session_page_by_page()
    {
        using var trial = new LiveTrial(new YahooServer
        {
            RequiresSession = false,
            Granted = call => ProviderReply.Of(Page(Labels, string.Join(',', Enumerable.Range(0, call.Body.Contains("\"offset\":0") ? 100 : 20)
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"""["T{call.Body.Length}A{i}","x","2025-03-10T04:00:00.000Z",true,1,2]"""))))),
        }.To);

        var splits = await trial.Yahoo().SplitCalendarAsync(Date("2025-03-01"), Date("2025-03-14"), default);

        splits.Count.ShouldBe(120);
        var calls = trial.Server.Calls.Where(c => c.Path == "/v1/finance/visualization").ToList();
        calls.Select(c => (c.Method, HasCrumb: c["crumb"] is not null)).ShouldBe([("POST", false), ("POST", true), ("POST", true)]);
        calls[1].Body.ShouldContain("""{"operator":"GTE","operands":["startdatetime","2025-03-01"]}""");
        calls[1].Body.ShouldContain("""{"operator":"LTE","operands":["startdatetime","2025-03-14"]}""");
        calls[2].Body.ShouldContain("\"offset\":100");
    }

    [Theory]
    [InlineData(499, false)]
    [InlineData(500, true)]
    public async Task A_calendar_that_is_cut_is_a_counted_fault(int rows, bool isCut)
    {
        using var trial = new LiveTrial(new YahooServer
        {
            RequiresSession = false,
            Granted = call => ProviderReply.Of(Page(Labels, string.Join(',', Enumerable.Range(0, rows)
                .Skip(int.Parse(call.Body.Split("\"offset\":")[1].Split(',')[0], CultureInfo.InvariantCulture)).Take(YahooSplits.PageSize)
                .Select(i => $"""["T{(char)('A' + (i / 26))}{(char)('A' + (i % 26))}","x","2025-03-10",true,1,2]""")))),
        }.To);
        var source = trial.Source(trial.Yahoo());

        (await source.SplitCalendarAsync(Date("2025-03-01"), Date("2025-03-14"), default)).Count.ShouldBe(rows);

        source.Samples.ShouldBe(isCut ? ["yahoo: split calendar: calendar cut after 500 rows"] : []);
    }

    [Fact]
    public async Task A_calendar_that_is_refused_is_a_counted_fault_and_bars_are_still_served()
    {
        using var trial = new LiveTrial(new YahooServer { RequiresSession = false, InsteadOfCrumb = ProviderReply.Of(401, "no") }.To);
        var source = trial.Source(trial.Yahoo());

        (await source.SplitCalendarAsync(Date("2025-03-01"), Date("2025-03-14"), default)).ShouldBeEmpty();

        source.Samples.ShouldHaveSingleItem().ShouldStartWith("yahoo: split calendar: HTTP 401: Invalid Crumb; no session: ");
        (await LiveTrial.AllAsync(source, trial.Requests)).Failures.ShouldBeEmpty();
    }

    private static string Page(string columns, string rows) =>
        $$$"""{"finance":{"result":[{"total":1,"documents":[{"columns":[{{{columns}}}],"rows":[{{{rows}}}]}]}],"error":null}}""";
}
