using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Graph;

/// <summary>Reads and validates the section <c>jobs</c>.</summary>
/// <param name="market">Null when its own section has faults.</param>
internal sealed class JobsSection(JobKinds kinds, MarketSettings? market, ConfigErrors faults)
{
    private static readonly string[] Keys = ["run", "needs", "options", .. JobPolicy.Schema.Options.Select(o => o.Name)];

    /// <returns>Every job by name; null for one of an unknown kind.</returns>
    public Dictionary<string, JobDefinition?> Read(IReadOnlyList<YamlEntry> entries)
    {
        var lines = entries.ToDictionary(e => e.Key, e => e.Line);
        var (jobs, needs) = (new Dictionary<string, JobDefinition?>(), new Dictionary<string, IReadOnlyList<string>>());
        foreach (var entry in entries)
        {
            var fields = new Fields(entry.Value, $"job '{entry.Key}'", Keys, faults);
            needs[entry.Key] = Needs(fields["needs"], $"job '{entry.Key}'", lines.Keys);
            jobs[entry.Key] = Job(entry, fields, needs[entry.Key]);
        }
        foreach (var cycle in DependencyGraph.Cycles(lines.Keys, name => needs[name]))
            faults.Add(lines[cycle[0]], $"circular dependency: {string.Join(" -> ", cycle)}");
        return jobs;
    }

    private JobDefinition? Job(YamlEntry entry, Fields fields, IReadOnlyList<string> needs)
    {
        var label = $"job '{entry.Key}'";
        var kindName = fields["run"]?.Text ?? entry.Key;
        if (kinds.Find(kindName) is { } kind)
        {
            var options = Options(fields["options"], label, kind);
            return new(entry.Key, kind, needs, options) { Policy = Policy(entry, fields, kind, options) };
        }
        faults.Add(fields["run"]?.Line ?? entry.Line, $"{label} has unknown kind '{kindName}'{DidYouMean.Hint(kindName, kinds.Names)}");
        return null;
    }

    private List<string> Needs(YamlNode? node, string label, IReadOnlyCollection<string> names)
    {
        var (needs, known) = (new List<string>(), new HashSet<string>());
        foreach (var need in Fields.Names(node, $"'needs' of {label}", faults))
            if (!names.Contains(need.Text)) faults.Add(need.Line, $"{label} needs unknown job '{need.Text}'{DidYouMean.Hint(need.Text, names)}");
            else if (!known.Add(need.Text)) faults.Add(need.Line, $"{label} needs '{need.Text}' twice");
            else needs.Add(need.Text);
        return needs;
    }

    /// <returns>Only the valid ones.</returns>
    private Dictionary<string, YamlNode> Options(YamlNode? node, string label, JobKind kind)
    {
        var valid = new Dictionary<string, YamlNode>();
        foreach (var entry in Fields.Entries(node, label, "option", faults))
            if (kind.Faults(label, entry, market) is { Count: > 0 } wrong) faults.Add(wrong);
            else valid.Add(entry.Key, entry.Value);
        return valid;
    }

    private JobPolicy Policy(YamlEntry job, Fields fields, JobKind kind, Dictionary<string, YamlNode> options)
    {
        var (label, entries) = ($"job '{job.Key}'", fields.Of(JobPolicy.Schema));
        if (entries.Count == 0 || JobPolicy.Schema.Read(label, entries, faults) is not JobPolicy policy) return JobPolicy.Default;
        var counters = kind.Job.CountersOf(kind.Options.Bind(options));
        foreach (var entry in entries)
            if (LimitsIn(policy, entry.Key) is { } limits) faults.Add(CounterLimits.Faults(label, entry, limits, counters));
        return policy;

        static IReadOnlyDictionary<string, CounterLimit>? LimitsIn(JobPolicy policy, string key) =>
            key switch { "partial_if" => policy.PartialIf, "fail_if" => policy.FailIf, _ => null };
    }
}
