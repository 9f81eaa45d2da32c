namespace QuantMatrix.Batch.Graph;

/// <summary>The jobs of one run, each after the jobs it waits for.</summary>
/// <param name="File">The file they stand in.</param>
public sealed record RunPlan(string Target, IReadOnlyList<PlannedJob> Jobs, JobFile File);
