namespace QuantMatrix.Batch.Config.Yaml;

/// <summary>The keys of one map: looks up known keys and reports unknown and duplicate ones.</summary>
public sealed class Fields
{
    private readonly List<YamlEntry> entries = [];

    /// <param name="where">As in messages: <c>job 'a'</c>.</param>
    public Fields(YamlNode node, string where, IReadOnlyList<string> known, ConfigErrors faults, string what = "key")
    {
        foreach (var entry in Entries(node, where, what, faults))
            if (known.Contains(entry.Key)) entries.Add(entry);
            else faults.Add(entry.Line, $"{where} has unknown {what} '{entry.Key}'{DidYouMean.Hint(entry.Key, known)}");
    }

    /// <summary>The value of a known key; null when it is missing or empty.</summary>
    public YamlNode? this[string key] => entries.Find(e => e.Key == key)?.Value is { IsNull: false } node ? node : null;

    /// <summary>The entries of a schema's options, without those that are empty.</summary>
    public IReadOnlyList<YamlEntry> Of(OptionSchema schema) => [.. entries.Where(e => !e.Value.IsNull && schema.Find(e.Key) is not null)];

    /// <summary>The entries of a map, the first of each key.</summary>
    public static IReadOnlyList<YamlEntry> Entries(YamlNode? node, string where, string what, ConfigErrors faults)
    {
        if (node is null || node.IsNull) return [];
        if (node.Kind != YamlKind.Map)
        {
            faults.Add(node.Line, $"{where} is {node}; expected a map");
            return [];
        }
        var first = new Dictionary<string, YamlEntry>();
        foreach (var entry in node.Entries)
            if (!first.TryAdd(entry.Key, entry))
                faults.Add(entry.Line, $"{what} '{entry.Key}' of {where} is defined twice; first at line {first[entry.Key].Line}");
            else if (Printable.Of(entry.Key) != entry.Key)
                faults.Add(entry.Line, $"{what} '{entry.Key}' of {where} contains a control character; expected a printable name");
        return [.. first.Values];
    }

    /// <summary>A list of names, each with its line; a single name needs no brackets.</summary>
    public static IReadOnlyList<YamlNode> Names(YamlNode? node, string where, ConfigErrors faults)
    {
        if (node is null) return [];
        IReadOnlyList<YamlNode> items = node.Kind == YamlKind.List ? node.Items : [node];
        foreach (var item in items.Where(i => i.Kind != YamlKind.Scalar)) faults.Add(item.Line, $"{where} contains {item}; expected names");
        return [.. items.Where(i => i.Kind == YamlKind.Scalar)];
    }
}
