namespace QuantMatrix.Batch.Config;

/// <summary>The options of a job kind that has none.</summary>
public sealed record NoOptions;
