namespace QuantMatrix.Ingest;

/// <summary>A requested symbol the source could not serve, and why.</summary>
public sealed record FetchFailure(string Symbol, string Reason);
