namespace QuantMatrix.Batch.Config.Yaml;

/// <summary>The keys of one map: known ones to look up, unknown and doubled ones told as faults.</summary>
public sealed class Fields
{
    private readonly Dictionary<string, YamlNode> values = [];

    public Fields(YamlNode node, string where, IReadOnlyList<string> known, ConfigErrors faults)
    {
        foreach (var entry in Entries(node, where, "key", faults))
            if (known.Contains(entry.Key)) values.Add(entry.Key, entry.Value);
            else faults.Add(entry.Line, $"{where} has no key '{entry.Key}'{DidYouMean.Hint(entry.Key, known)}");
    }

    /// <summary>The value of a known key; null when the file does not give it or leaves it empty.</summary>
    public YamlNode? this[string key] => values.GetValueOrDefault(key) is { IsNull: false } node ? node : null;

    /// <summary>The entries of a map, each key once.</summary>
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
                faults.Add(entry.Line, $"{what} '{entry.Key}' of {where} is given twice; first at line {first[entry.Key].Line}");
        return [.. first.Values];
    }
}
