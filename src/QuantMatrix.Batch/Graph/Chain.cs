namespace QuantMatrix.Batch.Graph;

/// <summary>Jobs that run together, ordered by what they need.</summary>
public sealed record Chain(string Name, IReadOnlyList<string> Jobs, IReadOnlyList<ChainOption> Options)
{
    /// <summary>How messages name it.</summary>
    public string Label => $"chain '{Name}'";
}
