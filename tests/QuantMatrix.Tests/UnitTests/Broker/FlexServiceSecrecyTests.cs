using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>The token and whatever names a report are sent to the broker and seen by nobody else.</summary>
public class FlexServiceSecrecyTests
{
    private static readonly string Padding = new('x', 140);

    /// <summary>Servers that repeat what they were asked.</summary>
    private static readonly Dictionary<string, Func<ProviderCall, ProviderReply>> Chatty = new()
    {
        ["a refusal"] = call => FlexTrial.Status("Fail", 1015, Xml(FlexTrial.Echo(call))),
        ["a warning"] = call => FlexTrial.Status("Warn", 1021, Xml(FlexTrial.Echo(call))),
        ["an unknown code"] = call => FlexTrial.Status("Fail", 4711, Xml(FlexTrial.Echo(call))),
        ["the query as a code"] = _ => FlexTrial.Status("Fail", FlexTrial.QueryId),
        ["the token as a code"] = _ => FlexTrial.Status("Warn", FlexTrial.Token),
        ["what is asked for as a code"] = call => FlexTrial.Status("Fail", call["q"]!),
        ["a token where the text is cut"] = _ => FlexTrial.Status("Fail", 1015, Padding[..135] + FlexTrial.Token),
        ["a page"] = call => ProviderReply.Of($"<html>{Xml(FlexTrial.Echo(call))}</html>"),
        ["plain text"] = call => ProviderReply.Of(FlexTrial.Echo(call)),
        ["plain text that is cut"] = _ => ProviderReply.Of(Padding + FlexTrial.Token),
        ["another root"] = _ => ProviderReply.Of($"<t{FlexTrial.Token}/>"),
        ["a status of HTTP"] = call => ProviderReply.Of(404, FlexTrial.Echo(call)),
        ["a fault of the server"] = call => ProviderReply.Of(500, FlexTrial.Echo(call)),
        ["a fault that is cut"] = _ => ProviderReply.Of(500, $"{Padding} {FlexTrial.Token}"),
        ["a query that is cut"] = _ => ProviderReply.Of(500, $"{Padding}{Padding[..12]}{FlexTrial.QueryId}"),
        ["JSON"] = call => ProviderReply.Of(500, $$"""{"message": "{{FlexTrial.Echo(call)}}"}"""),
    };

    public static TheoryData<string> ChattyServers => [.. Chatty.Keys];

    [Theory]
    [MemberData(nameof(ChattyServers))]
    public async Task No_message_holds_what_a_server_repeats(string server)
    {
        using var atOrder = new FlexTrial(Chatty[server]);
        using var atReport = new FlexTrial(call => call.Number == 1 ? FlexTrial.Sent : Chatty[server](call));

        foreach (var trial in new[] { atOrder, atReport })
        {
            var fault = await Should.ThrowAsync<Exception>(() => trial.FetchAsync());
            (fault is TemporaryException or ConfigurationException or DataUnfitException).ShouldBeTrue();
            FlexTrial.ShouldTellNoSecret(fault.ToString());
            fault.Message.Split('\n').Length.ShouldBe(1);
        }
    }

    [Fact]
    public async Task The_brokers_words_stay_where_they_hold_no_secret_and_are_cut_where_they_are_long()
    {
        using var trial = new FlexTrial(FlexTrial.Status("Fail", 1015, $"Token {FlexTrial.Token}\n is  invalid. {Padding}{Padding}"));

        var message = await trial.FailsAsync<ConfigurationException>();
        message.ShouldStartWith("ibkr: code 1015 (Token *** is invalid. xxx");
        message.Split("…: ")[0].Length.ShouldBe("ibkr: ".Length + 160);
    }

    [Fact]
    public void The_options_do_not_show_the_token()
    {
        using var trial = new FlexTrial(FlexTrial.Report);
        FlexTrial.ShouldTellNoSecret(trial.Options.ToString());
    }

    private static string Xml(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal);
}
