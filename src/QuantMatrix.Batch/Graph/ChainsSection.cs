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

    private readonly Dictionary<string, IReadOnlyList<string>> members = [];
    private readonly Dictionary<string, Chain> chains = [];

    public IReadOnlyList<Chain> Read(IReadOnlyList<YamlEntry> entries)
    {
        var sections = entries.ToDictionary(e => e.Key, e => (e.Line, Fields: new Fields(e.Value, $"chain '{e.Key}'", Keys, faults)));
        HashSet<string> known = [.. sections.Keys, .. jobs.Keys];
        foreach (var (name, (line, fields)) in sections) members[name] = Members(name, fields["jobs"], line, known);
        var cycles = DependencyGraph.Cycles(members.Keys, MembersOf);
        foreach (var cycle in cycles)
            faults.Add(sections[cycle[0]].Line, "circular chains: " + string.Join(" -> ", cycle.Select(name => $"{name} (line {sections[name].Line})")));
        if (cycles.Count > 0) return [];
        // An option may set one of a chain in the chain, so the inner ones are read first.
        foreach (var name in DependencyGraph.Order(members.Keys, MembersOf).Where(members.ContainsKey))
            chains[name] = new(name, members[name], Options(name, sections[name].Fields["options"]), chains);
        return [.. members.Keys.Select(name => chains[name])];
    }

    /// <summary>A name that both a job and a chain have, which is a fault, is taken for the job.</summary>
    private IReadOnlyList<string> MembersOf(string name) => jobs.ContainsKey(name) ? [] : members.GetValueOrDefault(name, []);

    private List<string> Members(string name, YamlNode? node, int line, HashSet<string> known)
    {
        var (label, found) = ($"chain '{name}'", new HashSet<string>());
        if (jobs.ContainsKey(name)) faults.Add(line, $"{label} has the name of a job; expected a different name");
        if (node is null or { Kind: YamlKind.List, Items: [] }) faults.Add(line, $"{label} has no jobs; expected a list 'jobs'");
        foreach (var member in Fields.Names(node, $"'jobs' of {label}", faults))
            if (!known.Contains(member.Text))
                faults.Add(member.Line, $"{label} lists unknown job or chain '{member.Text}'{DidYouMean.Hint(member.Text, known)}");
            else if (!found.Add(member.Text)) faults.Add(member.Line, $"{label} lists '{member.Text}' twice");
        return [.. found];
    }

    private List<ChainOption> Options(string chain, YamlNode? node)
    {
        var entries = Fields.Entries(node, $"chain '{chain}'", "option", faults);
        if (entries.Count == 0) return [];
        var parts = DependencyGraph.Order([chain], MembersOf).SkipLast(1).ToHashSet();
        return [.. entries.Select(entry => Option(entry, $"chain '{chain}'", parts)).OfType<ChainOption>()];
    }

    /// <param name="parts">The jobs and chains in the chain.</param>
    private ChainOption? Option(YamlEntry entry, string chain, HashSet<string> parts)
    {
        var label = $"option '{entry.Key}' of {chain}";
        var fields = new Fields(entry.Value, label, OptionKeys, faults);
        foreach (var key in OptionKeys.Where(k => fields[k] is null))
            faults.Add(entry.Line, $"{label} has no '{key}'; expected {{default: VALUE, sets: JOB.OPTION}}");
        if (fields["sets"] is not { } sets) return null;
        var (owner, option) = sets.Text.Split('.') is [var j, var o] ? (j, o) : ("", "");
        if (owner.Length == 0) faults.Add(sets.Line, $"{label} sets {sets}; expected JOB.OPTION");
        else if (!parts.Contains(owner)) faults.Add(sets.Line, $"{label} sets job '{owner}', which is not in the chain{DidYouMean.Hint(owner, parts)}");
        else if (Target(owner, option, label, sets.Line) is { } found && jobs[found.Job] is { } job && fields["default"] is { } value)
        {
            faults.Add(job.Kind.Faults(job.Label, new(found.Option, sets.Line, value), market));
            return new(entry.Key, value, found.Job, found.Option);
        }
        return null;
    }

    /// <summary>The option of a job that is meant, directly or by an option of a chain.</summary>
    private (string Job, string Option)? Target(string owner, string option, string label, int line)
    {
        if (jobs.ContainsKey(owner) || !chains.TryGetValue(owner, out var chain)) return (owner, option);
        if (chain.Options.TryGetValue(option, out var alias)) return (alias.Job, alias.Option);
        faults.Add(line, $"{label} sets option '{option}' of {chain.Label}, which has no such option{DidYouMean.Hint(option, chain.Options.Keys)}");
        return null;
    }
}
