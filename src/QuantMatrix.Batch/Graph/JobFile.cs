using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Graph;

/// <summary>A whole, valid <c>jobs.yaml</c>.</summary>
public sealed record JobFile(
    IReadOnlyDictionary<string, JobDefinition> Jobs, IReadOnlyDictionary<string, Chain> Chains, IReadOnlyList<Schedule> Schedules)
{
    public Providers Providers { get; init; } = new();

    public Checks Checks { get; init; } = new();

    /// <summary>What can be run by name: chains, then jobs.</summary>
    public IEnumerable<string> Targets => Chains.Keys.Concat(Jobs.Keys);
}
