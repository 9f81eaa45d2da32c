using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Graph;

/// <summary>Reads a list of names with their lines; a single name may stand without brackets.</summary>
internal static class NameList
{
    public static IEnumerable<YamlNode> Of(YamlNode? node, string where, ConfigErrors faults)
    {
        if (node is null) return [];
        IReadOnlyList<YamlNode> items = node.Kind == YamlKind.List ? node.Items : [node];
        foreach (var item in items.Where(i => i.Kind != YamlKind.Scalar)) faults.Add(item.Line, $"{where} holds {item}; expected names");
        return items.Where(i => i.Kind == YamlKind.Scalar);
    }
}
