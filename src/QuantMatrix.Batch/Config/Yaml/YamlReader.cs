using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace QuantMatrix.Batch.Config.Yaml;

/// <summary>Reads YAML text into <see cref="YamlNode"/>s. Aliases are refused, so that every value has one line.</summary>
public static class YamlReader
{
    /// <returns>The root of the document; null for an empty text.</returns>
    /// <exception cref="YamlException">The text is not valid YAML.</exception>
    public static YamlNode? Read(TextReader text)
    {
        var parser = new Parser(text);
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _)) return null;
        parser.Consume<DocumentStart>();
        var root = Node(parser);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second)) throw new YamlException(second.Start, second.End, "found a second document; expected one");
        return root;
    }

    /// <summary>As <see cref="Read"/>, but null for invalid YAML.</summary>
    public static YamlNode? TryRead(string text)
    {
        try
        {
            return Read(new StringReader(text));
        }
        catch (YamlException)
        {
            return null;
        }
    }

    private static YamlNode Node(Parser parser)
    {
        var start = parser.Current!.Start;
        if (parser.TryConsume<Scalar>(out var scalar))
            return new(YamlKind.Scalar, Line(start)) { Text = scalar.Value, Quoted = scalar.Style != ScalarStyle.Plain };
        if (parser.TryConsume<SequenceStart>(out _)) return new(YamlKind.List, Line(start)) { Items = Items(parser) };
        if (parser.TryConsume<MappingStart>(out _)) return new(YamlKind.Map, Line(start)) { Entries = Entries(parser) };
        throw new YamlException(start, parser.Current.End, "found an alias; expected a value");
    }

    private static List<YamlNode> Items(Parser parser)
    {
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(parser));
        return items;
    }

    private static List<YamlEntry> Entries(Parser parser)
    {
        var entries = new List<YamlEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            entries.Add(new(key.Value, Line(key.Start), Node(parser)));
        }
        return entries;
    }

    private static int Line(Mark mark) => (int)mark.Line;
}
