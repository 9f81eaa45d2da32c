using QuantMatrix.Batch.Config.Yaml;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Graph;

/// <summary>The option values of a plan in layers: the file's, a chain's defaults, <c>--set</c> for the chain, <c>--set</c> for the job.</summary>
internal sealed class SetValues(JobFile file, string target, IReadOnlyList<string> members)
{
    private readonly Chain? chain = file.Chains.GetValueOrDefault(target);

    /// <returns>For each member its values, the strongest last.</returns>
    /// <exception cref="UsageException">A name is unknown or a value does not fit.</exception>
    public IReadOnlyDictionary<string, List<KeyValuePair<string, YamlNode>>> Read(IReadOnlyList<string> sets)
    {
        var (forChain, forJobs, faults) = (new List<Assignment>(), new List<Assignment>(), new List<string>());
        foreach (var set in sets)
            if (Fault(set, out var assignment) is { } fault) faults.Add($"--set {set}: {fault}");
            else if (assignment.ToChain) forChain.Add(assignment);
            else forJobs.Add(assignment);
        if (faults.Count > 0) throw new UsageException(string.Join('\n', faults));

        var values = members.ToDictionary(m => m, m => file.Jobs[m].Options.ToList());
        var defaults = chain?.Options.Select(o => new Assignment(o.Job, o.Option, o.Default, true)) ?? [];
        foreach (var a in defaults.Concat(forChain).Concat(forJobs)) values[a.Job].Add(new(a.Option, a.Value));
        return values;
    }

    private string? Fault(string set, out Assignment assignment)
    {
        assignment = default;
        var (left, value) = set.Split('=', 2) is [var l, var v] ? (l, v) : (set, null);
        if (value is null || left.Split('.') is not [var owner, var option]) return "expected JOB.OPTION=VALUE";
        var toChain = owner == target && chain is not null;
        if (toChain)
        {
            var known = chain!.Options.FirstOrDefault(o => o.Name == option);
            if (known is null) return $"{chain.Label} has no option '{option}'{DidYouMean.Hint(option, chain.Options.Select(o => o.Name))}";
            (owner, option) = (known.Job, known.Option);
        }
        else if (!members.Contains(owner))
        {
            return $"'{owner}' is no job of '{target}'{DidYouMean.Hint(owner, chain is null ? members : [.. members, target])}";
        }
        var node = YamlNode.Scalar(value);
        assignment = new(owner, option, node, toChain);
        var job = file.Jobs[owner];
        return job.Kind.Options.Fault(job.Label, option, node);
    }

    private readonly record struct Assignment(string Job, string Option, YamlNode Value, bool ToChain);
}
