using System.Text;
using QuantMatrix.Batch.Config;
using QuantMatrix.Model;
using QuantMatrix.Tests.EndToEndTests;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>The file of tokens and query ids: its forms, and faults that name the line and no value.</summary>
public sealed class FlexTokensFileTests : IDisposable
{
    private const string Values = "expected a token and a query id, separated by a comma or spaces";

    private readonly TempFolder folder = new();

    private string File => folder["tokens"];

    [Theory]
    [InlineData("11112222, 333", "1:11112222/333")]
    [InlineData("11112222,333\n44445555,666\n", "1:11112222/333 2:44445555/666")]
    [InlineData("11112222 333", "1:11112222/333")]
    [InlineData("11112222\t333", "1:11112222/333")]
    [InlineData("11112222;333", "1:11112222/333")]
    [InlineData("  11112222 \t,  333 , ", "1:11112222/333")]
    [InlineData("11112222\u00a0333", "1:11112222/333")]
    [InlineData("\"11112222\",'333'", "1:11112222/333")]
    [InlineData("11112222,333\r\n\r\n44445555,666\r\n", "1:11112222/333 3:44445555/666")]
    [InlineData("\uFEFF11112222,333", "1:11112222/333")]
    [InlineData("# mine\n\n \t\n  # hers\n11112222,333", "5:11112222/333")]
    [InlineData("11112222,333 # mine\n44445555,666#hers", "1:11112222/333 2:44445555/666")]
    [InlineData("11112222,333\n11112222,666\n44445555,333", "1:11112222/333 2:11112222/666 3:44445555/333")]
    [InlineData("11112222,333\n44445555,666\n11112222 333", "1:11112222/333 2:44445555/666")]
    public void A_line_is_a_token_and_a_query_id(string text, string expected) =>
        string.Join(' ', Read(text).FlexLogins.Select(l => $"{l.Line}:{l.Token.Reveal()}/{l.QueryId.Reveal()}")).ShouldBe(expected);

    [Theory]
    [InlineData("11112222", ":1: found 1 value; " + Values)]
    [InlineData("# mine\n11112222 333 444", ":2: found 3 values; " + Values)]
    [InlineData("11112222,,", ":1: found 1 value; " + Values)]
    [InlineData("11112222,\"\"", ":1: found 1 value; " + Values)]
    [InlineData("11112222,333\n44445555", ":2: found 1 value; " + Values)]
    [InlineData("1111\u200b2222,333", ":1: found a character that is not printable ASCII; " + Values)]
    [InlineData("11112222,33\u00e9", ":1: found a character that is not printable ASCII; " + Values)]
    [InlineData("", " has no line with values; " + Values + ", on each line")]
    [InlineData("\n# mine\n", " has no line with values; " + Values + ", on each line")]
    public void A_bad_line_is_named_and_not_shown(string text, string fault)
    {
        var message = Should.Throw<ConfigurationException>(() => Read(text)).Message;
        message.ShouldBe($"IBKR_FLEX_TOKENS_FILE: {File}{fault}");
        foreach (var value in new[] { "1111", "333", "4444" }) message.Replace(File, "", StringComparison.Ordinal).ShouldNotContain(value);
    }

    [Fact]
    public void Every_bad_line_is_named_at_once()
    {
        var faults = Should.Throw<ConfigurationException>(() => Read("11112222\n\n3 4 5\n6,7")).Message.Split('\n');
        faults.Select(f => f.Split(' ')[1]).ShouldBe([$"{File}:1:", $"{File}:3:"]);
    }

    [Fact]
    public void Another_encoding_is_read_by_its_byte_order_mark()
    {
        System.IO.File.WriteAllText(File, "11112222,333", Encoding.Unicode);
        ReadVariables().FlexLogins.Count.ShouldBe(1);
    }

    [Fact]
    public void A_missing_file_and_a_directory_are_reported()
    {
        Should.Throw<ConfigurationException>(() => ReadVariables()).Message.ShouldStartWith($"IBKR_FLEX_TOKENS_FILE: {File} cannot be read: ");
        Directory.CreateDirectory(File);
        Should.Throw<ConfigurationException>(() => ReadVariables()).Message.ShouldBe($"IBKR_FLEX_TOKENS_FILE: {File} cannot be read: it is a directory");
    }

    [UserFact]
    public void A_file_of_another_user_is_reported()
    {
        System.IO.File.WriteAllText(File, "11112222,333");
        System.IO.File.SetUnixFileMode(File, UnixFileMode.None);
        Should.Throw<ConfigurationException>(() => ReadVariables()).Message.ShouldStartWith($"IBKR_FLEX_TOKENS_FILE: {File} cannot be read: ");
    }

    [Theory]
    [InlineData("11112222", "333", ":11112222/333 2:44445555/666")]
    [InlineData("77778888", "333", ":77778888/333 1:11112222/333 2:44445555/666")]
    [InlineData("44445555", "666", ":44445555/666 1:11112222/333")]
    [InlineData(null, null, "1:11112222/333 2:44445555/666")]
    public void The_pair_of_variables_comes_first_and_once(string? token, string? query, string expected)
    {
        var settings = Read("11112222,333\n44445555,666", token, query);
        string.Join(' ', settings.FlexLogins.Select(l => $"{l.Line}:{l.Token.Reveal()}/{l.QueryId.Reveal()}")).ShouldBe(expected);
    }

    [Theory]
    [InlineData("1", null)]
    [InlineData(null, "1")]
    public void Half_a_pair_beside_the_file_is_reported(string? token, string? query) =>
        Should.Throw<ConfigurationException>(() => Read("11112222,333", token, query)).Message
            .ShouldBe("IBKR_FLEX_TOKEN and IBKR_FLEX_QUERY_ID: only one is set beside IBKR_FLEX_TOKENS_FILE; expected both or none");

    [Fact]
    public void The_values_are_hidden_and_the_path_is_exported()
    {
        var settings = Read("11112222,333\n44445555,666");
        settings.Redact("a 11112222 b 333 c 44445555 d 666 e").ShouldBe("a *** b *** c *** d *** e");
        settings.Exported["IBKR_FLEX_TOKENS_FILE"].ShouldBe(File);
    }

    [Theory]
    [InlineData("1111222,333\n11112222,444", "a 11112222 b", "a *** b")]
    [InlineData("11112222,333\n44445555,111122223", "a 111122223 b 333", "a *** b ***")]
    [InlineData("11112222,333\n44445555,3334", "a 3334 b 333", "a *** b ***")]
    public void A_value_that_contains_another_leaves_no_remainder(string text, string message, string shown) =>
        Read(text).Redact(message).ShouldBe(shown);

    public void Dispose() => folder.Dispose();

    private Settings Read(string text, string? token = null, string? query = null)
    {
        System.IO.File.WriteAllText(File, text);
        return ReadVariables(token, query);
    }

    private Settings ReadVariables(string? token = null, string? query = null) => new SettingsReader(new Dictionary<string, string>
    {
        ["IBKR_FLEX_TOKENS_FILE"] = File, ["IBKR_FLEX_TOKEN"] = token ?? "", ["IBKR_FLEX_QUERY_ID"] = query ?? "",
    }).Read();
}
