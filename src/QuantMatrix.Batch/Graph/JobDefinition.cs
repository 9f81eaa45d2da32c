using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Graph;

/// <summary>One job of <c>jobs.yaml</c>: a kind of work under a name, with its options and the jobs it comes after.</summary>
/// <param name="Options">Only the options the file gives, all valid.</param>
public sealed record JobDefinition(
    string Name, int Line, JobKind Kind, IReadOnlyList<string> Needs, IReadOnlyDictionary<string, YamlNode> Options)
{
    /// <summary>How messages name it.</summary>
    public string Label => $"job '{Name}'";
}
