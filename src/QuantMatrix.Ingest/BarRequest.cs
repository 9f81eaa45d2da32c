namespace QuantMatrix.Ingest;

/// <summary>The sessions wanted of one symbol, both ends included; no <paramref name="From"/> means everything the source has.</summary>
public sealed record BarRequest(string Symbol, DateOnly? From, DateOnly To);
