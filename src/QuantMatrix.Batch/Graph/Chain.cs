using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Graph;

/// <summary>Jobs that run together, in order of their dependencies.</summary>
/// <param name="members">Jobs and other chains, as listed.</param>
/// <param name="ownOptions">The options that the chain itself defines.</param>
/// <param name="all">Every chain by name, complete when a chain is first used.</param>
public sealed class Chain(string name, IReadOnlyList<string> members, IReadOnlyList<ChainOption> ownOptions, IReadOnlyDictionary<string, Chain> all)
{
    private readonly Lazy<ChainParts> parts = new(() => ChainParts.Of(name, all));

    public string Name { get; } = name;

    public IReadOnlyList<string> Members { get; } = members;

    public IReadOnlyList<ChainOption> OwnOptions { get; } = ownOptions;

    /// <summary>The jobs of the chain and of the chains in it, each once.</summary>
    public IReadOnlyList<string> Jobs => parts.Value.Jobs;

    /// <summary>The chain and those in it, the innermost first.</summary>
    public IReadOnlyList<Chain> Chains => parts.Value.Chains;

    /// <summary>The options that set the chain, by name: its own, and those of chains in it unless two of these differ under one name.</summary>
    public IReadOnlyDictionary<string, ChainOption> Options => parts.Value.Options;

    /// <summary>The name used in messages.</summary>
    public string Label => $"chain '{Name}'";
}

/// <summary>An option of a chain: an alias for an option of one of its jobs, with a default of its own.</summary>
public sealed record ChainOption(string Name, YamlNode Default, string Job, string Option);

/// <summary>A chain with the chains in it resolved.</summary>
internal sealed record ChainParts(IReadOnlyList<string> Jobs, IReadOnlyList<Chain> Chains, IReadOnlyDictionary<string, ChainOption> Options)
{
    public static ChainParts Of(string name, IReadOnlyDictionary<string, Chain> all)
    {
        var order = DependencyGraph.Order([name], member => all.TryGetValue(member, out var chain) ? chain.Members : []);
        List<Chain> chains = [.. order.Where(all.ContainsKey).Select(member => all[member])];
        var options = chains[..^1].SelectMany(c => c.OwnOptions).GroupBy(o => o.Name)
            .Where(same => same.Select(o => (o.Job, o.Option)).Distinct().Count() == 1).ToDictionary(same => same.Key, same => same.Last());
        foreach (var own in chains[^1].OwnOptions) options[own.Name] = own;
        return new([.. order.Where(member => !all.ContainsKey(member))], chains, options);
    }
}
