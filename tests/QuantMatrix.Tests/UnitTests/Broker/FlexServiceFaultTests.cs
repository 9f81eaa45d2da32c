using System.Globalization;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>Failures between the Flex service and the file never leave a partial report.</summary>
public class FlexServiceFaultTests
{
    private const string Bomb = "<!DOCTYPE lolz [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
        + "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d SYSTEM 'file:///etc/hostname'>]>";

    private static readonly ProviderReply Sent = FlexTrial.Sent, Report = FlexTrial.Report;

    /// <summary>Unexpected response bodies and the resulting message.</summary>
    private static readonly Dictionary<string, (string Body, string Message)> Strange = new()
    {
        ["a page"] = ("<!DOCTYPE html>\n<html><body>We will be right back</body></html>", "found an HTML page; "),
        ["another root"] = ("<FlexQueryResult><FlexQueryResponse/></FlexQueryResult>", "found <FlexQueryResult>; "),
        ["plain text"] = ("Service\r\n\r\nunavailable", "found Service unavailable; "),
        ["an empty body"] = ("", "found an empty response; "),
        ["a truncated status"] = ("<FlexStatementResponse><Status>Warn</Status><Err", "found malformed XML"),
        ["an oversized status"] = (
            $"<FlexStatementResponse><Status>Warn</Status><ErrorMessage>{new string('x', 64 << 10)}</ErrorMessage></FlexStatementResponse>",
            "found malformed XML"),
        ["a report truncated at a line end"] = (
            "<FlexQueryResponse queryName='Test'>\n<FlexStatements count='1'>\n",
            "the report is truncated after 64 bytes; expected </FlexQueryResponse> at its end"),
    };

    [Theory]
    [InlineData("<FlexStatementResponse><Status>Warn</Status><ErrorCode>1019</ErrorCode><ErrorMessage>&c;</ErrorMessage></FlexStatementResponse>")]
    [InlineData("<FlexQueryResponse queryName='&c;'></FlexQueryResponse>")]
    public async Task A_document_type_definition_is_refused_without_retry(string answer)
    {
        using var trial = new FlexTrial(Sent, ProviderReply.Of(Bomb + answer));

        (await trial.FailsAsync<DataUnfitException>()).ShouldContain("document type definition (DTD)");
        trial.Asked.ShouldBe(["/SendRequest", "/GetStatement"]);
    }

    public static TheoryData<string> StrangeAnswers => [.. Strange.Keys];

    [Theory]
    [MemberData(nameof(StrangeAnswers))]
    public async Task An_unexpected_response_is_temporary(string answer)
    {
        using var trial = new FlexTrial(Sent, ProviderReply.Of(Strange[answer].Body));

        (await trial.FailsAsync<TemporaryException>()).ShouldContain(Strange[answer].Message);
        trial.Clock.Waits.ShouldBe([1]);
    }

    [Theory]
    [MemberData(nameof(StrangeAnswers))]
    public async Task A_service_that_recovers_serves_the_same_request(string answer)
    {
        using var trial = new FlexTrial(Sent, ProviderReply.Of(Strange[answer].Body), Report);

        await trial.FetchesAsync(Report);
        trial.Asked.ShouldBe(["/SendRequest", "/GetStatement", "/GetStatement"]);
    }

    [Fact]
    public async Task SendRequest_must_return_a_reference_and_GetStatement_a_report()
    {
        using var withoutReference = new FlexTrial(FlexTrial.Success("<ReferenceCode> </ReferenceCode>"));
        using var report = new FlexTrial(Report);
        using var withoutReport = new FlexTrial(Sent, Sent);

        (await withoutReference.FailsAsync<TemporaryException>()).ShouldContain("found success without a reference code");
        (await report.FailsAsync<TemporaryException>()).ShouldContain("found a report in response to SendRequest");
        (await withoutReport.FailsAsync<TemporaryException>()).ShouldContain("found success without a report");
        withoutReport.Asked.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(nameof(Accident.Half), "ended prematurely")]
    [InlineData(nameof(Accident.Reset), "cannot be reached at http://127.0.0.1:")]
    [InlineData(nameof(Accident.Garbage), "cannot be reached at http://127.0.0.1:")]
    public async Task A_connection_that_keeps_failing_is_temporary(string accident, string message)
    {
        using var trial = new FlexTrial(Sent, LongReport() with { Accident = Enum.Parse<Accident>(accident) });

        (await trial.FailsAsync<TemporaryException>()).ShouldContain(message);
        trial.Asked.Count.ShouldBe(2 + trial.Options.Retries);
    }

    [Theory]
    [InlineData(nameof(Accident.Half))]
    [InlineData(nameof(Accident.Reset))]
    public async Task A_connection_that_fails_once_is_retried(string accident)
    {
        var report = LongReport();
        using var trial = new FlexTrial(Sent, report with { Accident = Enum.Parse<Accident>(accident) }, Report);

        await trial.FetchesAsync(Report);
    }

    [Fact]
    public async Task A_stalled_report_times_out()
    {
        using var trial = new FlexTrial(Sent, LongReport() with { Accident = Accident.HalfThenStall });
        var fetch = trial.FetchAsync();
        for (var tries = 0; tries <= trial.Options.Retries; tries++)
        {
            await Wait.UntilAsync(() => trial.Server.Calls.Count >= 2 + tries);
            trial.Clock.Advance(trial.Options.Timeout);
        }

        (await trial.FailsAsync<TemporaryException>(fetch)).ShouldBe("ibkr: no response within 300 s");
    }

    [Theory]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_server_other_than_the_Flex_service_is_a_configuration_error(int status)
    {
        using var trial = new FlexTrial(ProviderReply.Of(status, "no such thing"));

        (await trial.FailsAsync<ConfigurationException>()).ShouldBe(string.Create(CultureInfo.InvariantCulture,
            $"ibkr: HTTP {status}: no such thing; expected the Flex service at {trial.Server.Url}{FlexTrial.Base[1..]}; see QM_IBKR_URL"));
        trial.Asked.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_server_that_keeps_failing_is_temporary(int status)
    {
        using var trial = new FlexTrial(Sent, ProviderReply.Of(status, "no more"));

        (await trial.FailsAsync<TemporaryException>()).ShouldBe(string.Create(CultureInfo.InvariantCulture, $"ibkr: HTTP {status}: no more"));
        trial.Asked.Count.ShouldBe(2 + trial.Options.Retries);
    }

    [Fact]
    public async Task A_long_Retry_After_is_temporary()
    {
        using var trial = new FlexTrial(ProviderReply.TooMany("3600"));

        (await trial.FailsAsync<TemporaryException>()).ShouldContain("Retry-After 3600 s exceeds the limit of 120 s");
    }

    [Fact]
    public async Task A_report_longer_than_the_limit_is_refused_and_one_at_the_limit_is_not()
    {
        var report = LongReport();
        using var trial = new FlexTrial(Sent, report, Sent, report);
        using var tooLong = new FlexTrial(Sent, report);
        trial.Options = trial.Options with { MaxResponseBytes = report.Body.Length };
        tooLong.Options = tooLong.Options with { MaxResponseBytes = report.Body.Length - 1 };

        await trial.FetchesAsync(report);
        (await tooLong.FailsAsync<DataUnfitException>()).ShouldStartWith($"ibkr: the response exceeds the limit of {report.Body.Length - 1} bytes; ");
        tooLong.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_cancellation_while_waiting_leaves_no_file()
    {
        using var trial = new FlexTrial(FlexTrial.Status("Warn", 1019));
        using var stop = new CancellationTokenSource();
        trial.Clock.Jumps = false;
        var fetch = trial.FetchAsync(stop.Token);
        await Wait.UntilAsync(() => trial.Clock.Waits.Count > 0);

        await stop.CancelAsync();
        await trial.FailsAsync<TaskCanceledException>(fetch);
    }

    [Fact]
    public async Task A_cancellation_during_a_download_leaves_no_file()
    {
        using var trial = new FlexTrial(Sent, LongReport() with { Accident = Accident.HalfThenStall });
        using var stop = new CancellationTokenSource();
        var fetch = trial.FetchAsync(stop.Token);
        await Wait.UntilAsync(() => File.Exists(trial.Draft) && new FileInfo(trial.Draft).Length > 0);

        await stop.CancelAsync();
        await trial.FailsAsync<TaskCanceledException>(fetch);
    }

    /// <summary>The draft is a symbolic link to a device that is always full.</summary>
    [Fact]
    public async Task A_full_disk_is_reported_and_leaves_no_file()
    {
        using var trial = new FlexTrial(Sent, Report);
        Directory.CreateDirectory(Path.GetDirectoryName(trial.Path)!);
        File.CreateSymbolicLink(trial.Draft, "/dev/full");

        (await trial.FailsAsync<IOException>()).ShouldStartWith("No space left on device");
        new FileInfo(trial.Draft).LinkTarget.ShouldBeNull();
        trial.Asked.Count.ShouldBe(2);
    }

    /// <summary>Longer than one read.</summary>
    private static ProviderReply LongReport() => ProviderReply.Of($"<FlexQueryResponse>{new string('\n', 1 << 20)}</FlexQueryResponse>");
}
