namespace QuantMatrix.Batch.Graph;

/// <summary>The jobs of one run, each after the jobs it waits for.</summary>
public sealed record Plan(string Target, IReadOnlyList<PlannedJob> Jobs);
