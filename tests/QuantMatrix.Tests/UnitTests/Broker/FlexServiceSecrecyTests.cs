using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>The token, the query id and the reference are sent to the broker and appear nowhere else.</summary>
public class FlexServiceSecrecyTests
{
    private static readonly string Padding = new('x', 140);

    /// <summary>Servers that echo the request.</summary>
    private static readonly Dictionary<string, Func<ProviderCall, ProviderReply>> Echoing = new()
    {
        ["a refusal"] = call => FlexTrial.Status("Fail", 1015, Xml(FlexTrial.Echo(call))),
        ["a warning"] = call => FlexTrial.Status("Warn", 1021, Xml(FlexTrial.Echo(call))),
        ["an unknown code"] = call => FlexTrial.Status("Fail", 4711, Xml(FlexTrial.Echo(call))),
        ["the query as a code"] = _ => FlexTrial.Status("Fail", FlexTrial.QueryId),
        ["the token as a code"] = _ => FlexTrial.Status("Warn", FlexTrial.Token),
        ["the query parameter as a code"] = call => FlexTrial.Status("Fail", call["q"]!),
        ["a token where the text is truncated"] = _ => FlexTrial.Status("Fail", 1015, Padding[..135] + FlexTrial.Token),
        ["a page"] = call => ProviderReply.Of($"<html>{Xml(FlexTrial.Echo(call))}</html>"),
        ["plain text"] = call => ProviderReply.Of(FlexTrial.Echo(call)),
        ["truncated plain text"] = _ => ProviderReply.Of(Padding + FlexTrial.Token),
        ["another root"] = _ => ProviderReply.Of($"<t{FlexTrial.Token}/>"),
        ["an HTTP status"] = call => ProviderReply.Of(404, FlexTrial.Echo(call)),
        ["a server error"] = call => ProviderReply.Of(500, FlexTrial.Echo(call)),
        ["a truncated server error"] = _ => ProviderReply.Of(500, $"{Padding} {FlexTrial.Token}"),
        ["a truncated query id"] = _ => ProviderReply.Of(500, $"{Padding}{Padding[..12]}{FlexTrial.QueryId}"),
        ["JSON"] = call => ProviderReply.Of(500, $$"""{"message": "{{FlexTrial.Echo(call)}}"}"""),
    };

    public static TheoryData<string> EchoingServers => [.. Echoing.Keys];

    [Theory]
    [MemberData(nameof(EchoingServers))]
    public async Task No_message_contains_what_a_server_echoes(string server)
    {
        using var atRequest = new FlexTrial(Echoing[server]);
        using var atReport = new FlexTrial(call => call.Number == 1 ? FlexTrial.Sent : Echoing[server](call));

        foreach (var trial in new[] { atRequest, atReport })
        {
            var fault = await Should.ThrowAsync<Exception>(() => trial.FetchAsync());
            (fault is TemporaryException or ConfigurationException or DataUnfitException).ShouldBeTrue();
            FlexTrial.ShouldContainNoSecret(fault.ToString());
            fault.Message.Split('\n').Length.ShouldBe(1);
        }
    }

    [Fact]
    public async Task The_brokers_message_is_shown_redacted_and_truncated()
    {
        using var trial = new FlexTrial(FlexTrial.Status("Fail", 1015, $"Token {FlexTrial.Token}\n is  invalid. {Padding}{Padding}"));

        var message = await trial.FailsAsync<ConfigurationException>();
        message.ShouldStartWith("ibkr: code 1015 (Token *** is invalid. xxx");
        message.Split("…: ")[0].Length.ShouldBe("ibkr: ".Length + 160);
    }

    [Fact]
    public void The_query_does_not_show_the_token()
    {
        using var trial = new FlexTrial(FlexTrial.Report);
        FlexTrial.ShouldContainNoSecret(trial.Query.ToString());
        FlexTrial.ShouldContainNoSecret((trial.Options with { Key = trial.Query.Token }).ToString());
    }

    private static string Xml(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal);
}
