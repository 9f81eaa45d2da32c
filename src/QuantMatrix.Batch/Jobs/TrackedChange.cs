namespace QuantMatrix.Batch.Jobs;

/// <summary>What became of the tracked symbols.</summary>
/// <param name="WasLost">The set was gone, although symbols had been tracked before.</param>
internal sealed record TrackedChange(int Added, int Dropped, bool WasLost);
