namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>Tests that measure the process and run without others in parallel.</summary>
[CollectionDefinition(nameof(Undisturbed), DisableParallelization = true)]
public sealed class Undisturbed;
