using System.Text;
using QuantMatrix.Broker.Flex.Service;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>A report is requested, polled as the error codes allow, and saved as received.</summary>
public class FlexServiceTests
{
    private static readonly ProviderReply Busy = FlexTrial.Status("Warn", 1019), Throttled = FlexTrial.Status("Warn", 1018);
    private static readonly ProviderReply Missing = FlexTrial.Status("Fail", 1003);
    private static readonly ProviderReply Sent = FlexTrial.Sent, Report = FlexTrial.Report;

    [Fact]
    public async Task A_report_is_saved_as_received()
    {
        var report = new ProviderReply(200, await File.ReadAllBytesAsync(TestData.Path("payloads", "ibkr", "statement.xml")));
        using var trial = new FlexTrial(Sent, report);

        await trial.FetchesAsync(report);
        trial.Server.Calls.Select(c => c.Target).ShouldBe([
            $"{FlexTrial.Base}/SendRequest?t={FlexTrial.Token}&q={FlexTrial.QueryId}&v=3",
            $"{FlexTrial.Base}/GetStatement?t={FlexTrial.Token}&q={FlexTrial.Reference}&v=3",
        ]);
        trial.Server.Calls.ShouldAllBe(c => c.Headers["User-Agent"] == "QuantMatrix");
        trial.Clock.Waits.ShouldBe([1]);
    }

    [Fact]
    public async Task Double_quotes_and_an_empty_statement_are_accepted()
    {
        var report = ProviderReply.Of("""
            <FlexQueryResponse queryName="Test" type="AF"><FlexStatements count="1">
            <FlexStatement accountId="U1" fromDate="20240305" toDate="20240305" period="" whenGenerated="20240306 12:30:45" />
            </FlexStatements></FlexQueryResponse>
            """);
        static ProviderReply Quoted(ProviderReply reply) => ProviderReply.Of(Encoding.UTF8.GetString(reply.Body).Replace('\'', '"'));
        using var trial = new FlexTrial(Quoted(Sent), Quoted(Busy), Quoted(Throttled), report);

        await trial.FetchesAsync(report);
        trial.Clock.Waits.ShouldBe([1, 5, 10]);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<FlexQueryResponse></FlexQueryResponse>")]
    [InlineData("\uFEFF<FlexQueryResponse></FlexQueryResponse>\n<!-- made in a moment -->\n")]
    [InlineData("\n <FlexQueryResponse queryName='none'/>")]
    public async Task A_report_is_recognized_by_its_root_element(string body)
    {
        using var trial = new FlexTrial(Sent, ProviderReply.Of(body));

        await trial.FetchesAsync(ProviderReply.Of(body));
    }

    [Fact]
    public async Task An_older_report_is_replaced_by_a_complete_one_only()
    {
        using var trial = new FlexTrial(Sent, Report, Sent, Report with { Accident = Accident.Half });
        Directory.CreateDirectory(Path.GetDirectoryName(trial.Path)!);
        foreach (var file in new[] { trial.Path, trial.Draft }) await File.WriteAllTextAsync(file, new string('x', 10_000));

        await trial.FetchesAsync(Report);
        await Should.ThrowAsync<TemporaryException>(() => trial.FetchAsync());

        (await File.ReadAllBytesAsync(trial.Path)).ShouldBe(Report.Body);
        File.Exists(trial.Draft).ShouldBeFalse();
    }

    [Theory]
    [InlineData(1001)]
    [InlineData(1009)]
    [InlineData(1019)]
    public async Task A_busy_service_is_polled_after_5_10_20_and_every_30_seconds(int code)
    {
        var busy = FlexTrial.Status("Warn", code);
        using var trial = new FlexTrial(Sent, busy, busy, busy, busy, busy, Report);

        await trial.FetchesAsync(Report);
        trial.Clock.Waits.ShouldBe([1, 5, 10, 20, 30, 30]);
        trial.Asked.ShouldBe(["/SendRequest", .. Enumerable.Repeat("/GetStatement", 6)]);
    }

    [Fact]
    public async Task A_service_that_stays_busy_fails_after_10_minutes()
    {
        using var trial = new FlexTrial(Sent, Busy);

        (await trial.FailsAsync<TemporaryException>()).ShouldBe("ibkr: code 1019 (Message of the broker.): try again later");
        trial.Clock.Waits.ShouldBe([1, 5, 10, 20, .. Enumerable.Repeat(30, 18), 24]);
        trial.Clock.Waits.Sum().ShouldBe(600);
    }

    [Fact]
    public async Task A_throttling_service_is_polled_after_10_and_every_60_seconds()
    {
        using var trial = new FlexTrial(Sent, Throttled, Throttled, Throttled, Report);

        await trial.FetchesAsync(Report);
        trial.Clock.Waits.ShouldBe([1, 10, 60, 60]);
    }

    [Fact]
    public async Task A_service_that_keeps_throttling_fails_after_10_minutes()
    {
        using var trial = new FlexTrial(Throttled);

        (await trial.FailsAsync<TemporaryException>()).ShouldContain("code 1018 ");
        trial.Clock.Waits.ShouldBe([10, .. Enumerable.Repeat(60, 9), 50]);
    }

    [Fact]
    public async Task All_waits_for_a_report_share_10_minutes()
    {
        const int refused = 10;
        using var trial = new FlexTrial(call =>
            call.Number <= refused ? Throttled : call.Path.EndsWith("/SendRequest", StringComparison.Ordinal) ? Sent : Busy);

        await trial.FailsAsync<TemporaryException>();
        trial.Clock.Waits.ShouldBe([10, .. Enumerable.Repeat(60, 9), 1, 5, 10, 20, 14]);
    }

    [Fact]
    public async Task A_missing_statement_is_requested_once_more()
    {
        using var trial = new FlexTrial(Sent, Missing, Report);

        await trial.FetchesAsync(Report);
        trial.Clock.Waits.ShouldBe([1, 10]);
        trial.Asked.ShouldBe(["/SendRequest", "/GetStatement", "/GetStatement"]);
    }

    [Fact]
    public async Task A_statement_that_stays_missing_is_unfit_with_a_remedy()
    {
        using var trial = new FlexTrial(Sent, Missing);

        var message = await trial.FailsAsync<DataUnfitException>();
        message.ShouldBe("ibkr: code 1003 (Message of the broker.): the query's period may not contain a statement yet; "
            + "run the query in the Client Portal under Performance & Reports > Flex Queries and check its output");
        trial.Asked.ShouldBe(["/SendRequest", "/GetStatement", "/GetStatement"]);
    }

    [Fact]
    public async Task Each_request_is_repeated_once_for_a_missing_statement()
    {
        using var trial = new FlexTrial(Missing, Sent, Missing, Report);

        await trial.FetchesAsync(Report);
        trial.Asked.ShouldBe(["/SendRequest", "/SendRequest", "/GetStatement", "/GetStatement"]);
    }

    [Theory]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(1021)]
    public async Task Data_that_is_not_ready_is_temporary_without_retry(int code)
    {
        using var trial = new FlexTrial(Sent, FlexTrial.Status("Warn", code));

        (await trial.FailsAsync<TemporaryException>()).ShouldBe($"ibkr: code {code} (Message of the broker.): try again later");
        trial.Clock.Waits.ShouldBe([1]);
        trial.Asked.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(1010, "IBKR_FLEX_QUERY_ID")]
    [InlineData(1011, "IBKR_FLEX_TOKEN")]
    [InlineData(1012, "IBKR_FLEX_TOKEN")]
    [InlineData(1013, "IBKR_FLEX_TOKEN")]
    [InlineData(1014, "IBKR_FLEX_QUERY_ID")]
    [InlineData(1015, "IBKR_FLEX_TOKEN")]
    [InlineData(1016, "IBKR_FLEX_QUERY_ID")]
    [InlineData(1020, "the token in IBKR_FLEX_TOKEN and the query id in IBKR_FLEX_QUERY_ID")]
    public async Task A_configuration_error_names_the_environment_variable_without_retry(int code, string variable)
    {
        using var trial = new FlexTrial(FlexTrial.Status("Fail", code));

        var message = await trial.FailsAsync<ConfigurationException>();
        message.ShouldStartWith($"ibkr: code {code} (Message of the broker.): ");
        message.ShouldContain(variable);
        trial.Clock.Waits.ShouldBeEmpty();
        trial.Asked.ShouldBe(["/SendRequest"]);
    }

    [Fact]
    public async Task An_expired_token_is_reported_with_the_brokers_message()
    {
        using var trial = new FlexTrial(FlexTrial.Status("Fail", 1012, "Token has expired."));

        (await trial.FailsAsync<ConfigurationException>()).ShouldBe(
            "ibkr: code 1012 (Token has expired.): create a new token in the Client Portal under "
            + "Performance & Reports > Flex Queries and put it in IBKR_FLEX_TOKEN");
    }

    [Fact]
    public async Task A_stale_reference_is_requested_again_once()
    {
        using var trial = new FlexTrial(Sent, FlexTrial.Status("Fail", 1017), FlexTrial.Success("<ReferenceCode>2233</ReferenceCode>"), Report);

        await trial.FetchesAsync(Report);
        trial.Server.Calls.Select(c => (c.Path[FlexTrial.Base.Length..], c["q"])).ShouldBe([
            ("/SendRequest", FlexTrial.QueryId), ("/GetStatement", FlexTrial.Reference), ("/SendRequest", FlexTrial.QueryId), ("/GetStatement", "2233"),
        ]);
        trial.Clock.Waits.ShouldBe([1, 1, 1]);
    }

    [Fact]
    public async Task Two_stale_references_are_a_configuration_error()
    {
        using var trial = new FlexTrial(call => call.Path.EndsWith("/SendRequest", StringComparison.Ordinal) ? Sent : FlexTrial.Status("Fail", 1017));

        (await trial.FailsAsync<ConfigurationException>()).ShouldStartWith(
            "ibkr: code 1017 (Message of the broker.): a new request failed in the same way; check that the token in IBKR_FLEX_TOKEN ");
        trial.Asked.ShouldBe(["/SendRequest", "/GetStatement", "/SendRequest", "/GetStatement"]);
    }

    [Fact]
    public async Task An_unknown_code_is_temporary_as_a_warning_and_unfit_as_a_failure()
    {
        using var warning = new FlexTrial(Sent, FlexTrial.Status("Warn", 1999));
        using var failing = new FlexTrial(Sent, FlexTrial.Status("Fail", 1999));
        using var silent = new FlexTrial(Sent, FlexTrial.Status("Fail", ""));

        (await warning.FailsAsync<TemporaryException>()).ShouldStartWith("ibkr: code 1999 (Message of the broker.): ");
        (await failing.FailsAsync<DataUnfitException>()).ShouldStartWith("ibkr: code 1999 (Message of the broker.): unknown code; ");
        (await silent.FailsAsync<DataUnfitException>()).ShouldStartWith("ibkr: no code (Message of the broker.): ");
        new[] { warning, failing, silent }.ShouldAllBe(t => t.Asked.Count == 2 && t.Clock.Waits.SequenceEqual(new[] { 1.0 }));
    }
}
