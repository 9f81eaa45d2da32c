using QuantMatrix.Broker.Flex.Service;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>A report is fetched from the address the service names, unless the token would leave the broker's domain.</summary>
public class FlexServiceAddressTests
{
    private const string Sibling = "https://gdcdyn.interactivebrokers.com/Universal/servlet/GetStatement";
    private const string Brokers = "https://ndcdyn.interactivebrokers.com/AccountManagement/FlexWebService";

    [Theory]
    [InlineData(Brokers, Sibling, Sibling)]
    [InlineData(Brokers, "https://GDCDYN.InteractiveBrokers.com/x", "https://gdcdyn.interactivebrokers.com/x")]
    [InlineData(Brokers, "https://ndcdyn.interactivebrokers.com/x?fd=20200101&td=20200131#y", "https://ndcdyn.interactivebrokers.com/x")]
    [InlineData(Brokers, "", Brokers + "/GetStatement")]
    [InlineData(Brokers + "/", "", Brokers + "/GetStatement")]
    [InlineData(Brokers, "GetStatement", Brokers + "/GetStatement")]
    [InlineData(Brokers, "/Universal/servlet/FetchStatement", Brokers + "/FetchStatement")]
    [InlineData("http://127.0.0.1:8080/flex", Sibling, "http://127.0.0.1:8080/flex/GetStatement")]
    [InlineData("http://127.0.0.1:8080/flex", "http://127.0.0.1:8080/elsewhere/Get?fd=20200101", "http://127.0.0.1:8080/elsewhere/Get")]
    [InlineData("http://127.0.0.1:8080/flex", "http://127.0.0.1:8081/elsewhere/Get", "http://127.0.0.1:8080/flex/Get")]
    [InlineData("http://127.0.0.1:8080/flex", "https://127.0.0.1:8080/elsewhere/Get", "http://127.0.0.1:8080/flex/Get")]
    [InlineData("http://127.0.0.1:8080/flex", "https://stranger.example.com", "http://127.0.0.1:8080/flex/GetStatement")]
    [InlineData("http://127.0.0.1:8080", "https://stranger.example.com/a/b/", "http://127.0.0.1:8080/b")]
    [InlineData("http://127.0.0.1:8080/flex", "http://127.0.0.1:8080@stranger.example.com/Get", "http://127.0.0.1:8080/flex/Get")]
    public void The_report_is_fetched_from(string based, string named, string expected) => AddressOf(based, named).ShouldBe(expected);

    [Theory]
    [InlineData("https://stranger.example.com/GetStatement")]
    [InlineData("https://interactivebrokers.com.example.com/GetStatement")]
    [InlineData("https://notinteractivebrokers.com/GetStatement")]
    [InlineData("https://ndcdyn.interactivebrokers.com@stranger.example.com/GetStatement")]
    [InlineData("http://gdcdyn.interactivebrokers.com/GetStatement")]
    [InlineData("http://ndcdyn.interactivebrokers.com/GetStatement")]
    [InlineData("ftp://gdcdyn.interactivebrokers.com/GetStatement")]
    [InlineData("//stranger.example.com/GetStatement")]
    public void The_token_is_not_sent_to(string named) =>
        Should.Throw<ConfigurationException>(() => AddressOf(Brokers, named)).Message.ShouldEndWith("see QM_IBKR_URL");

    [Fact]
    public void A_foreign_host_name_is_redacted()
    {
        var secrets = new FlexSecrets();
        secrets.Add(FlexTrial.Token);
        secrets.Add(FlexTrial.Token[5..]);

        var named = $"https://a{FlexTrial.Token}.{FlexTrial.Token[5..]}.example.com/";
        var fault = Should.Throw<ConfigurationException>(() => FlexAddress.Of(FlexService.Defaults, named, secrets.Redact));
        fault.Message.ShouldBe("ibkr: the service refers to a***.***.example.com, which must not receive the token; "
            + "expected an https address in interactivebrokers.com; see QM_IBKR_URL");
    }

    [Fact]
    public async Task An_address_of_the_same_server_is_followed_without_its_query()
    {
        ProviderServer? server = null;
        using var trial = new FlexTrial(call => call.Number == 1
            ? FlexTrial.Success($"<ReferenceCode>{FlexTrial.Reference}</ReferenceCode><Url>{server!.Url}elsewhere/Fetch?fd=20200101</Url>") : FlexTrial.Report);
        server = trial.Server;

        await trial.FetchesAsync(FlexTrial.Report);
        trial.Server.Calls[1].Target.ShouldBe($"/elsewhere/Fetch?t={FlexTrial.Token}&q={FlexTrial.Reference}&v=3");
    }

    [Fact]
    public async Task A_foreign_host_named_by_a_replay_server_is_not_called()
    {
        using var foreign = new ProviderServer(_ => FlexTrial.Report);
        var sent = FlexTrial.Success($"<ReferenceCode>{FlexTrial.Reference}</ReferenceCode><Url>{foreign.Url}Fetch</Url>");
        using var trial = new FlexTrial(sent, FlexTrial.Report);

        await trial.FetchesAsync(FlexTrial.Report);
        foreign.Calls.ShouldBeEmpty();
        trial.Asked.ShouldBe(["/SendRequest", "/Fetch"]);
    }

    private static string AddressOf(string based, string named) => FlexAddress.Of(FlexService.Defaults with { BaseUrl = new(based) }, named, text => text);
}
