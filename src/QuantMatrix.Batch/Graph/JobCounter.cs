namespace QuantMatrix.Batch.Graph;

/// <summary>Something that the jobs of a kind count, for limits in jobs.yaml.</summary>
/// <param name="Name">As in the report: <c>symbols_failed</c>.</param>
/// <param name="Of">The counters whose sum is the total that a percentage is taken of; none for a counter without a total.</param>
public sealed record JobCounter(string Name, params IReadOnlyList<string> Of);
