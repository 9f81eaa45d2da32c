using QuantMatrix.Batch.Config.Yaml;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Graph;

/// <summary>Reads and checks the section <c>jobs</c>.</summary>
internal sealed class JobsSection(JobKinds kinds, ConfigErrors faults)
{
    private static readonly string[] Keys = ["run", "needs", "options"];

    /// <returns>Every job by name; null for one whose kind is unknown.</returns>
    public Dictionary<string, JobDefinition?> Read(IReadOnlyList<YamlEntry> entries)
    {
        var names = entries.Select(e => e.Key).ToList();
        var jobs = entries.ToDictionary(e => e.Key, e => Job(e, names));
        foreach (var cycle in Cycles.Of(names, name => jobs[name]?.Needs ?? []))
            faults.Add(jobs[cycle[0]]!.Line, $"jobs need each other: {string.Join(" -> ", cycle)}");
        return jobs;
    }

    private JobDefinition? Job(YamlEntry entry, List<string> names)
    {
        var label = $"job '{entry.Key}'";
        var fields = new Fields(entry.Value, label, Keys, faults);
        var needs = Needs(fields["needs"], label, names);
        var kindName = fields["run"]?.Text ?? entry.Key;
        if (kinds.Find(kindName) is not { } kind)
        {
            var line = fields["run"]?.Line ?? entry.Line;
            faults.Add(line, $"{label} is of the unknown kind '{kindName}'{DidYouMean.Hint(kindName, kinds.Names)}");
            return null;
        }
        return new(entry.Key, entry.Line, kind, needs, Options(fields["options"], label, kind));
    }

    private List<string> Needs(YamlNode? node, string label, List<string> names)
    {
        var needs = new List<string>();
        foreach (var need in NameList.Of(node, $"'needs' of {label}", faults))
            if (!names.Contains(need.Text)) faults.Add(need.Line, $"{label} needs '{need.Text}', which is no job{DidYouMean.Hint(need.Text, names)}");
            else if (needs.Contains(need.Text)) faults.Add(need.Line, $"{label} needs '{need.Text}' twice");
            else needs.Add(need.Text);
        return needs;
    }

    private Dictionary<string, YamlNode> Options(YamlNode? node, string label, JobKind kind)
    {
        var options = new Dictionary<string, YamlNode>();
        foreach (var entry in Fields.Entries(node, $"'options' of {label}", "option", faults))
            if (kind.Options.Fault(label, entry.Key, entry.Value) is { } fault) faults.Add(entry.Line, fault);
            else options.Add(entry.Key, entry.Value);
        return options;
    }
}
