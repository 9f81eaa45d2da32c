using QuantMatrix.Batch.Config.Yaml;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Graph;

/// <summary>Reads and checks a section that is one record of settings, such as <c>checks</c>; what it leaves out keeps its default.</summary>
internal static class SettingsSection
{
    public static T Read<T>(string name, IReadOnlyList<YamlEntry> entries, ConfigErrors faults)
        where T : class, new()
    {
        var schema = new OptionSchema(typeof(T));
        var values = new Dictionary<string, YamlNode>();
        foreach (var entry in entries)
            if (schema.Fault($"section '{name}'", entry.Key, entry.Value) is { } fault) faults.Add(entry.Line, fault);
            else values.Add(entry.Key, entry.Value);
        return (T)schema.Bind(values);
    }
}
