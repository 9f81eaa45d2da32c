namespace QuantMatrix.Batch.Runs;

/// <summary>What is fixed when a run begins.</summary>
/// <param name="AsOf">The session the run works for; set once, read by every job.</param>
/// <param name="Workers">How many things may run at the same time.</param>
public sealed record RunStart(string RunId, DateOnly AsOf, int Workers, Settings Settings, TimeProvider Time);
