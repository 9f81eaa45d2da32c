using QuantMatrix.Batch.Config.Yaml;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Graph;

/// <summary>Reads and checks the section <c>chains</c>.</summary>
/// <param name="jobs">Every job by name; null for one that could not be read.</param>
internal sealed class ChainsSection(IReadOnlyDictionary<string, JobDefinition?> jobs, ConfigErrors faults)
{
    private static readonly string[] Keys = ["jobs", "options"];
    private static readonly string[] OptionKeys = ["default", "sets"];

    public List<Chain> Read(IReadOnlyList<YamlEntry> entries) => [.. entries.Select(Chain)];

    private Chain Chain(YamlEntry entry)
    {
        var label = $"chain '{entry.Key}'";
        if (jobs.ContainsKey(entry.Key)) faults.Add(entry.Line, $"{label} has the name of a job; expected a name of its own");
        var fields = new Fields(entry.Value, label, Keys, faults);
        var members = Members(fields["jobs"], label, entry.Line);
        var options = Fields.Entries(fields["options"], $"'options' of {label}", "option", faults)
            .Select(o => Option(o, label, members)).OfType<ChainOption>();
        return new(entry.Key, members, [.. options]);
    }

    private List<string> Members(YamlNode? node, string label, int line)
    {
        var members = new List<string>();
        if (node is null) faults.Add(line, $"{label} has no jobs; expected a list 'jobs'");
        foreach (var member in NameList.Of(node, $"'jobs' of {label}", faults))
            if (!jobs.ContainsKey(member.Text))
                faults.Add(member.Line, $"{label} lists '{member.Text}', which is no job{DidYouMean.Hint(member.Text, jobs.Keys)}");
            else if (members.Contains(member.Text)) faults.Add(member.Line, $"{label} lists '{member.Text}' twice");
            else members.Add(member.Text);
        return members;
    }

    private ChainOption? Option(YamlEntry entry, string chain, List<string> members)
    {
        var label = $"option '{entry.Key}' of {chain}";
        var fields = new Fields(entry.Value, label, OptionKeys, faults);
        if (fields["sets"] is not { } sets || fields["default"] is not { } value)
        {
            faults.Add(entry.Line, $"{label} lacks '{(fields["sets"] is null ? "sets" : "default")}'; expected {{default: VALUE, sets: JOB.OPTION}}");
            return null;
        }
        var (job, option) = sets.Text.Split('.') is [var j, var o] ? (j, o) : ("", "");
        if (job.Length == 0) faults.Add(sets.Line, $"{label} sets {sets}; expected JOB.OPTION");
        else if (!members.Contains(job)) faults.Add(sets.Line, $"{label} sets '{job}', which is no job of the chain{DidYouMean.Hint(job, members)}");
        else if (jobs[job] is { } target && target.Kind.Options.Fault(target.Label, option, value) is { } fault) faults.Add(sets.Line, fault);
        return new(entry.Key, value, job, option);
    }
}
