using QuantMatrix.Batch.Cli;

namespace QuantMatrix.Tests.UnitTests.Cli;

public sealed class LineEditorTests
{
    private const string Left = "<LeftArrow>", Right = "<RightArrow>", Up = "<UpArrow>", Down = "<DownArrow>", Back = "<Backspace>", Delete = "<Delete>";

    [Theory]
    [InlineData("abc", "abc")]
    [InlineData($"abc{Back}d", "abd")]
    [InlineData($"ac{Left}b", "abc")]
    [InlineData($"xabc<Home>{Delete}<End>d", "abcd")]
    [InlineData($"{Left}{Back}{Delete}a{Right}b", "ab")]
    [InlineData("one two^W2", "one 2")]
    [InlineData("abc^A-^E+", "-abc+")]
    [InlineData($"abcd{Left}{Left}^Kx", "abx")]
    [InlineData($"abcd{Left}{Left}^Ux", "xcd")]
    [InlineData($"ab{Left}^D", "a")]
    [InlineData(Up, "second")]
    [InlineData($"{Up}{Up}{Up}!", "first!")]
    [InlineData($"x{Up}{Up}{Down}", "second")]
    [InlineData($"{Up}{Down}{Down}y", "y")]
    [InlineData("abc^C", "")]
    public void A_line_is_edited_with_the_usual_keys(string keys, string line) => Read(keys, 80).Line.ShouldBe(line);

    [Fact]
    public void The_end_of_input_on_an_empty_line_ends_the_prompt() => Read("^D", 80).Line.ShouldBeNull();

    [Fact]
    public void A_long_line_scrolls_sideways() =>
        Read(new string('a', 30) + "bc", 20).Drawn.ShouldEndWith($"\rsql> {new string('a', 12)}bc\u001B[K\n");

    private static (string? Line, string Drawn) Read(string keys, int width)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var typed = new Queue<ConsoleKeyInfo>(Keys(keys).Append(new('\r', ConsoleKey.Enter, false, false, false)));
        var line = new LineEditor(typed.Dequeue, output, width, ["first", "second"]).Read("sql> ");
        return (line, output.ToString());
    }

    private static IEnumerable<ConsoleKeyInfo> Keys(string keys)
    {
        for (var i = 0; i < keys.Length; i++)
            if (keys[i] == '<')
            {
                var name = keys[(i + 1)..keys.IndexOf('>', i)];
                i += name.Length + 1;
                yield return new('\0', Enum.Parse<ConsoleKey>(name), false, false, false);
            }
            else if (keys[i] == '^')
            {
                yield return new('\u0001', Enum.Parse<ConsoleKey>(keys[++i].ToString()), false, false, control: true);
            }
            else
            {
                yield return new(keys[i], ConsoleKey.None, false, false, false);
            }
    }
}
