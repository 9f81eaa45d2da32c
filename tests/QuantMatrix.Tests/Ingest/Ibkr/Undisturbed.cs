namespace QuantMatrix.Tests.Ingest.Ibkr;

/// <summary>Tests that measure the process: no other runs beside them.</summary>
[CollectionDefinition(nameof(Undisturbed), DisableParallelization = true)]
public sealed class Undisturbed;
