namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>Tests that measure the process: no other runs beside them.</summary>
[CollectionDefinition(nameof(Undisturbed), DisableParallelization = true)]
public sealed class Undisturbed;
