using QuantMatrix.Broker.Flex.Service;
using QuantMatrix.Http;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>A report is ordered, waited for as its codes say, and saved as received.</summary>
public class FlexServiceTests
{
    private static readonly ProviderReply Busy = FlexTrial.Status("Warn", 1019), Throttled = FlexTrial.Status("Warn", 1018), Missing = FlexTrial.Status("Fail", 1003);
    private static readonly ProviderReply Sent = FlexTrial.Sent, Report = FlexTrial.Report;

    public static TheoryData<string> RecordedReports => Fixtures.Exist
        ? [.. Directory.GetFiles(Fixtures.Path("ibkr"), "flex_*.xml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)] : ["flex_01.xml"];

    [FixtureTheory]
    [MemberData(nameof(RecordedReports))]
    public async Task A_report_is_saved_as_it_came(string name)
    {
        var report = new ProviderReply(200, await File.ReadAllBytesAsync(Fixtures.Path("ibkr", name)));
        using var trial = new FlexTrial(FlexTrial.Recorded("send_success.xml"), report);

        await trial.FetchesAsync(report);
        trial.Server.Calls.Select(c => c.Target).ShouldBe([
            $"{FlexTrial.Base}/SendRequest?t={FlexTrial.Token}&q={FlexTrial.QueryId}&v=3",
            $"{FlexTrial.Base}/GetStatement?t={FlexTrial.Token}&q={FlexTrial.Reference}&v=3",
        ]);
        trial.Server.Calls.ShouldAllBe(c => c.Headers["User-Agent"] == "Java");
        trial.Clock.Waits.ShouldBeEmpty();
    }

    [FixtureFact]
    public async Task Double_quotes_and_an_empty_statement_are_understood_too()
    {
        var report = FlexTrial.Recorded("flex_query_response.xml");
        using var trial = new FlexTrial(FlexTrial.Recorded("response_success.xml"), FlexTrial.Recorded("err_1019_warn.xml"), FlexTrial.Recorded("err_1018_warn.xml"), report);

        await trial.FetchesAsync(report);
        trial.Clock.Waits.ShouldBe([5, 10]);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<FlexQueryResponse></FlexQueryResponse>")]
    [InlineData("\uFEFF<FlexQueryResponse></FlexQueryResponse>\n<!-- made in a moment -->\n")]
    [InlineData("\n <FlexQueryResponse queryName='none'/>")]
    public async Task A_report_is_known_by_its_root(string body)
    {
        using var trial = new FlexTrial(Sent, ProviderReply.Of(body));

        await trial.FetchesAsync(ProviderReply.Of(body));
    }

    [Fact]
    public async Task An_older_report_is_replaced_by_a_whole_one_only()
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
    public async Task A_busy_service_is_asked_again_after_5_10_20_and_each_30_seconds(int code)
    {
        var busy = FlexTrial.Status("Warn", code);
        using var trial = new FlexTrial(Sent, busy, busy, busy, busy, busy, Report);

        await trial.FetchesAsync(Report);
        trial.Clock.Waits.ShouldBe([5, 10, 20, 30, 30]);
        trial.Asked.ShouldBe(["/SendRequest", .. Enumerable.Repeat("/GetStatement", 6)]);
    }

    [Fact]
    public async Task A_service_that_stays_busy_is_left_after_10_minutes()
    {
        using var trial = new FlexTrial(Sent, Busy);

        (await trial.FailsAsync<TemporaryException>()).ShouldBe("ibkr: code 1019 (In the words of the broker.): a later run may be served");
        trial.Clock.Waits.ShouldBe([5, 10, 20, .. Enumerable.Repeat(30, 18), 25]);
        trial.Clock.Waits.Sum().ShouldBe(600);
    }

    [Fact]
    public async Task A_service_asked_too_often_is_asked_again_after_10_and_each_60_seconds()
    {
        using var trial = new FlexTrial(Sent, Throttled, Throttled, Throttled, Report);

        await trial.FetchesAsync(Report);
        trial.Clock.Waits.ShouldBe([10, 60, 60]);
    }

    [Fact]
    public async Task A_service_that_finds_itself_asked_too_often_for_10_minutes_is_left()
    {
        using var trial = new FlexTrial(Throttled);

        (await trial.FailsAsync<TemporaryException>()).ShouldContain("code 1018 ");
        trial.Clock.Waits.ShouldBe([10, .. Enumerable.Repeat(60, 9), 50]);
    }

    [Fact]
    public async Task All_waits_for_a_report_share_10_minutes()
    {
        const int refused = 10;
        using var trial = new FlexTrial(call => call.Number <= refused ? Throttled : call.Path.EndsWith("/SendRequest", StringComparison.Ordinal) ? Sent : Busy);

        await trial.FailsAsync<TemporaryException>();
        trial.Clock.Waits.ShouldBe([10, .. Enumerable.Repeat(60, 9), 5, 10, 20, 15]);
    }

    [Fact]
    public async Task A_missing_statement_is_asked_for_once_more()
    {
        using var trial = new FlexTrial(Sent, Missing, Report);

        await trial.FetchesAsync(Report);
        trial.Clock.Waits.ShouldBe([10]);
        trial.Asked.ShouldBe(["/SendRequest", "/GetStatement", "/GetStatement"]);
    }

    [Fact]
    public async Task A_statement_that_is_still_missing_is_told_with_where_to_look()
    {
        using var trial = new FlexTrial(Sent, Missing);

        var message = await trial.FailsAsync<DataUnfitException>();
        message.ShouldBe("ibkr: code 1003 (In the words of the broker.): the period of the query may hold no statement yet; "
            + "run the query in the Client Portal under Performance & Reports > Flex Queries and look what it gives");
        trial.Asked.ShouldBe(["/SendRequest", "/GetStatement", "/GetStatement"]);
    }

    [Fact]
    public async Task Each_request_may_find_the_statement_missing_once()
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
    public async Task Data_that_is_not_ready_is_left_to_a_later_run_at_once(int code)
    {
        using var trial = new FlexTrial(Sent, FlexTrial.Status("Warn", code));

        (await trial.FailsAsync<TemporaryException>()).ShouldBe($"ibkr: code {code} (In the words of the broker.): a later run may be served");
        trial.Clock.Waits.ShouldBeEmpty();
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
    [InlineData(1020, "IBKR_FLEX_TOKEN and IBKR_FLEX_QUERY_ID")]
    public async Task A_refusal_is_told_at_once_with_the_variable_that_is_probably_wrong(int code, string variable)
    {
        using var trial = new FlexTrial(FlexTrial.Status("Fail", code));

        var message = await trial.FailsAsync<ConfigurationException>();
        message.ShouldStartWith($"ibkr: code {code} (In the words of the broker.): ");
        message.ShouldContain(variable);
        trial.Clock.Waits.ShouldBeEmpty();
        trial.Asked.ShouldBe(["/SendRequest"]);
    }

    [FixtureTheory]
    [InlineData("err_1012_token_expired.xml")]
    [InlineData("response_fail.xml")]
    public async Task An_expired_token_is_told_in_the_brokers_words(string name)
    {
        using var trial = new FlexTrial(FlexTrial.Recorded(name));

        (await trial.FailsAsync<ConfigurationException>()).ShouldBe(
            "ibkr: code 1012 (Token has expired.): make a new token in the Client Portal under Performance & Reports > Flex Queries and put it into IBKR_FLEX_TOKEN");
    }

    [Fact]
    public async Task A_reference_that_is_not_known_is_ordered_anew_once()
    {
        using var trial = new FlexTrial(Sent, FlexTrial.Status("Fail", 1017), FlexTrial.Success("<ReferenceCode>22334455</ReferenceCode>"), Report);

        await trial.FetchesAsync(Report);
        trial.Server.Calls.Select(c => (c.Path[FlexTrial.Base.Length..], c["q"])).ShouldBe([
            ("/SendRequest", FlexTrial.QueryId), ("/GetStatement", FlexTrial.Reference), ("/SendRequest", FlexTrial.QueryId), ("/GetStatement", "22334455"),
        ]);
        trial.Clock.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_references_that_are_not_known_are_a_wrong_configuration()
    {
        using var trial = new FlexTrial(call => call.Path.EndsWith("/SendRequest", StringComparison.Ordinal) ? Sent : FlexTrial.Status("Fail", 1017));

        (await trial.FailsAsync<ConfigurationException>()).ShouldStartWith("ibkr: code 1017 (In the words of the broker.): a new request gave no better one; see whether IBKR_FLEX_TOKEN ");
        trial.Asked.ShouldBe(["/SendRequest", "/GetStatement", "/SendRequest", "/GetStatement"]);
    }

    [Fact]
    public async Task An_unknown_code_may_pass_when_it_warns_and_not_when_it_fails()
    {
        using var warning = new FlexTrial(Sent, FlexTrial.Status("Warn", 1999));
        using var failing = new FlexTrial(Sent, FlexTrial.Status("Fail", 1999));
        using var silent = new FlexTrial(Sent, FlexTrial.Status("Fail", ""));

        (await warning.FailsAsync<TemporaryException>()).ShouldStartWith("ibkr: code 1999 (In the words of the broker.): ");
        (await failing.FailsAsync<DataUnfitException>()).ShouldStartWith("ibkr: code 1999 (In the words of the broker.): not known here; ");
        (await silent.FailsAsync<DataUnfitException>()).ShouldStartWith("ibkr: no code (In the words of the broker.): ");
        new[] { warning, failing, silent }.ShouldAllBe(t => t.Asked.Count == 2 && t.Clock.Waits.Count == 0);
    }

    [Fact]
    public void A_service_without_token_or_query_is_refused()
    {
        using var trial = new FlexTrial(Report);
        var store = new KeysInMemory(trial.Clock);

        Refusal(trial.Options with { Key = null }, "1").ShouldBe("ibkr: found no token; expected one in IBKR_FLEX_TOKEN");
        Refusal(trial.Options with { Key = () => "" }, "1").ShouldStartWith("ibkr: the key is empty");
        Refusal(trial.Options, "").ShouldEndWith("expected a number in IBKR_FLEX_QUERY_ID");
        Refusal(trial.Options, "765 4321").ShouldNotContain("4321");

        string Refusal(ProviderOptions options, string id) => Should.Throw<ConfigurationException>(() => new FlexService(options, () => id, store, trial.Clock)).Message;
    }
}
