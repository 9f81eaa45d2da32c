using QuantMatrix.Broker.Flex.Service;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>A message names the place of the token or the query id that is wrong, never a value.</summary>
public class FlexServicePlaceTests
{
    [Theory]
    [InlineData("", "1", "ibkr: the key is empty or contains spaces or non-printable characters")]
    [InlineData("1", "", "ibkr: the query id is empty or contains a space or a non-ASCII character; expected a number in a file")]
    [InlineData("1", "765 4321", "ibkr: the query id is empty or contains a space or a non-ASCII character; expected a number in a file")]
    public void A_missing_token_or_query_id_is_a_configuration_error(string token, string id, string message)
    {
        using var trial = new FlexTrial(FlexTrial.Report);
        var query = trial.Query with { Token = () => token, Id = () => id, IdPlace = "a file" };
        Should.Throw<ConfigurationException>(() => new FlexService(trial.Options, query, new KeysInMemory(trial.Clock), trial.Clock)).Message.ShouldBe(message);
    }

    /// <summary>The place of a token and that of its query id, as messages name them.</summary>
    [Theory]
    [InlineData(1010, "ID")]
    [InlineData(1011, "TOKEN")]
    [InlineData(1012, "TOKEN")]
    [InlineData(1013, "TOKEN")]
    [InlineData(1014, "ID")]
    [InlineData(1015, "TOKEN")]
    [InlineData(1016, "ID")]
    [InlineData(1017, "TOKEN")]
    [InlineData(1020, "TOKEN", "ID")]
    public async Task A_message_names_the_place_of_what_is_wrong(int code, params string[] places)
    {
        using var trial = new FlexTrial(FlexTrial.Status("Fail", code));
        using var placed = new FlexTrial(FlexTrial.Status("Fail", code)) { Query = trial.Query with { TokenPlace = "<TOKEN>", IdPlace = "<ID>" } };
        var message = await placed.FailsAsync<ConfigurationException>();
        foreach (var place in new[] { "TOKEN", "ID" }) message.Contains($"<{place}>", StringComparison.Ordinal).ShouldBe(places.Contains(place));
        message.ShouldNotContain("IBKR_FLEX");
    }
}
