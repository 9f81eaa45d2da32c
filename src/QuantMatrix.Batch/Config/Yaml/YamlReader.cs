using System.Globalization;
using System.Text;
using QuantMatrix.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace QuantMatrix.Batch.Config.Yaml;

/// <summary>A text that is not acceptable YAML.</summary>
public sealed class InvalidYamlException(int line, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Line => line;
}

/// <summary>Reads YAML text into <see cref="YamlNode"/>s.</summary>
/// <remarks>Anchors, aliases and tags are refused, so that every value has one line and one reading; size and depth are limited.</remarks>
public sealed class YamlReader
{
    /// <summary>Lists and maps within each other.</summary>
    public const int MaxDepth = 32;

    private const int MaxChars = 2 << 20;

    private readonly Parser parser;
    private readonly Stack<(char Bracket, int Line)> open = [];
    private int depth;

    private YamlReader(string text) => parser = new(new StringReader(text));

    /// <returns>The root of the document; null for an empty text.</returns>
    /// <exception cref="InvalidYamlException">The text is not valid YAML, or uses a feature that is refused.</exception>
    public static YamlNode? Read(TextReader input)
    {
        var text = Limited(input);
        var reader = new YamlReader(text);
        try
        {
            return reader.Document();
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException)
        {
            // The parser also fails with InvalidOperationException, as for a bracket that is never closed.
            throw reader.open.TryPeek(out var bracket) ? new InvalidYamlException(bracket.Line, $"'{bracket.Bracket}' is not closed, or {Reason(e)}", e)
                : new InvalidYamlException(e is YamlException yaml ? Line(yaml.Start) : Line(reader.parser.Current?.End ?? Mark.Empty), Reason(e), e);
        }
    }

    /// <summary>As <see cref="Read"/>, but null for invalid YAML.</summary>
    public static YamlNode? TryRead(string text)
    {
        try
        {
            return Read(new StringReader(text));
        }
        catch (InvalidYamlException)
        {
            return null;
        }
    }

    private static string Limited(TextReader input)
    {
        var (text, chunk) = (new StringBuilder(), new char[16 << 10]);
        while (text.Length <= MaxChars && input.ReadBlock(chunk) is > 0 and var count) text.Append(chunk, 0, count);
        if (text.Length > MaxChars) throw new InvalidYamlException(1, $"found more than {Plural.Of(MaxChars, "character")}; expected a smaller file");
        var read = text.ToString();
        var nul = read.IndexOf('\0', StringComparison.Ordinal);
        return nul < 0 ? read : throw new InvalidYamlException(read.AsSpan(0, nul).Count('\n') + 1, "found a NUL character; expected text");
    }

    private static string Reason(Exception e) => e is YamlException yaml
        ? string.Create(CultureInfo.InvariantCulture, $"line {Line(yaml.End)}: {FirstLetterLower(yaml.Message)}") : "a value does not end";

    private static string FirstLetterLower(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];

    private YamlNode? Document()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _)) return null;
        parser.Consume<DocumentStart>();
        var root = Node();
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second)) throw new InvalidYamlException(Line(second.Start), "found a second document; expected one");
        return root;
    }

    private YamlNode Node()
    {
        var start = Line(parser.Current!.Start);
        RequirePlain(parser.Current, start);
        if (parser.TryConsume<Scalar>(out var scalar))
            return new(YamlKind.Scalar, start) { Text = scalar.Value, Quoted = scalar.Style != ScalarStyle.Plain };
        if (++depth > MaxDepth) throw new InvalidYamlException(start, $"found lists and maps nested more than {MaxDepth} deep; expected fewer");
        var bracket = Bracket(parser.Current);
        if (bracket is { } opened) open.Push((opened, start));
        var node = parser.TryConsume<SequenceStart>(out _) ? List(start) : Map(start);
        if (bracket is not null) open.Pop();
        depth--;
        return node;
    }

    private static char? Bracket(ParsingEvent found) => found switch
    {
        SequenceStart { Style: SequenceStyle.Flow } => '[',
        MappingStart { Style: MappingStyle.Flow } => '{',
        _ => null,
    };

    private static void RequirePlain(ParsingEvent found, int line)
    {
        if (found is AnchorAlias) throw new InvalidYamlException(line, "found an alias; expected a value");
        if (found is not NodeEvent node) return;
        if (!node.Anchor.IsEmpty) throw new InvalidYamlException(line, $"found the anchor '&{node.Anchor}'; expected a plain value");
        if (!node.Tag.IsEmpty) throw new InvalidYamlException(line, $"found the tag '{node.Tag}'; expected a plain value");
    }

    private YamlNode List(int line)
    {
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Node());
        return new(YamlKind.List, line) { Items = items };
    }

    private YamlNode Map(int line)
    {
        var entries = new List<YamlEntry>();
        parser.Consume<MappingStart>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            RequirePlain(parser.Current!, Line(parser.Current!.Start));
            var key = parser.Consume<Scalar>();
            entries.Add(new(key.Value, Line(key.Start), Node()));
        }
        return new(YamlKind.Map, line) { Entries = entries };
    }

    private static int Line(Mark mark) => Math.Max(1, (int)mark.Line);
}
