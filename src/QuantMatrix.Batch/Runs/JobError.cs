namespace QuantMatrix.Batch.Runs;

/// <summary>What ended a job.</summary>
/// <param name="Stack">Where, for an unexpected error; null for the expected ones, whose message says all.</param>
public sealed record JobError(string Type, string Message, string? Stack);
