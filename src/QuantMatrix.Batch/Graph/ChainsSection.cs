using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Graph;

/// <summary>Reads and validates the section <c>chains</c>.</summary>
/// <param name="jobs">Every job by name; null for one that could not be read.</param>
/// <param name="market">Null when its own section has faults.</param>
internal sealed class ChainsSection(IReadOnlyDictionary<string, JobDefinition?> jobs, MarketSettings? market, ConfigErrors faults)
{
    private static readonly string[] Keys = ["jobs", "options"];
    private static readonly string[] OptionKeys = ["default", "sets"];

    public List<Chain> Read(IReadOnlyList<YamlEntry> entries) => [.. entries.Select(Chain)];

    private Chain Chain(YamlEntry entry)
    {
        var label = $"chain '{entry.Key}'";
        if (jobs.ContainsKey(entry.Key)) faults.Add(entry.Line, $"{label} has the name of a job; expected a different name");
        var fields = new Fields(entry.Value, label, Keys, faults);
        var members = Members(fields["jobs"], label, entry.Line);
        var options = Fields.Entries(fields["options"], label, "option", faults).Select(o => Option(o, label, members)).OfType<ChainOption>();
        return new(entry.Key, members, [.. options]);
    }

    private List<string> Members(YamlNode? node, string label, int line)
    {
        var (members, known) = (new List<string>(), new HashSet<string>());
        if (node is null or { Kind: YamlKind.List, Items: [] }) faults.Add(line, $"{label} has no jobs; expected a list 'jobs'");
        foreach (var member in Fields.Names(node, $"'jobs' of {label}", faults))
            if (!jobs.ContainsKey(member.Text))
                faults.Add(member.Line, $"{label} lists unknown job '{member.Text}'{DidYouMean.Hint(member.Text, jobs.Keys)}");
            else if (!known.Add(member.Text)) faults.Add(member.Line, $"{label} lists '{member.Text}' twice");
            else members.Add(member.Text);
        return members;
    }

    private ChainOption? Option(YamlEntry entry, string chain, List<string> members)
    {
        var label = $"option '{entry.Key}' of {chain}";
        var fields = new Fields(entry.Value, label, OptionKeys, faults);
        foreach (var key in OptionKeys.Where(k => fields[k] is null))
            faults.Add(entry.Line, $"{label} has no '{key}'; expected {{default: VALUE, sets: JOB.OPTION}}");
        if (fields["sets"] is not { } sets) return null;
        var (job, option) = sets.Text.Split('.') is [var j, var o] ? (j, o) : ("", "");
        if (job.Length == 0) faults.Add(sets.Line, $"{label} sets {sets}; expected JOB.OPTION");
        else if (!members.Contains(job)) faults.Add(sets.Line, $"{label} sets job '{job}', which is not in the chain{DidYouMean.Hint(job, members)}");
        else if (jobs[job] is { } target && fields["default"] is { } value)
        {
            faults.Add(target.Kind.Faults(target.Label, new(option, sets.Line, value), market));
            return new(entry.Key, value, job, option);
        }
        return null;
    }
}
