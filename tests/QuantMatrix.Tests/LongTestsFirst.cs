using Xunit.Abstractions;

[assembly: TestCollectionOrderer("QuantMatrix.Tests.LongTestsFirst", "QuantMatrix.Tests")]

namespace QuantMatrix.Tests;

/// <summary>Starts the classes of faults first, then those that need servers or much time: short tests fill the end, when few classes are left.</summary>
public sealed class LongTestsFirst : ITestCollectionOrderer
{
    private const string Prefix = "Test collection for ";

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(c => Rank(c.DisplayName)).ThenBy(c => c.DisplayName, StringComparer.Ordinal);

    /// <param name="collection">A class's own collection has its name after <see cref="Prefix"/>.</param>
    internal static int Rank(string collection)
    {
        if (!collection.StartsWith(Prefix, StringComparison.Ordinal)) return 2;
        var name = collection[Prefix.Length..].Split(' ')[0];
        if (name.Contains(".FaultTests.", StringComparison.Ordinal)) return 0;
        return typeof(LongTestsFirst).Assembly.GetType(name) is { } type && Attribute.IsDefined(type, typeof(TraitAttribute), inherit: true) ? 1 : 2;
    }
}

public sealed class LongTestsFirstTests
{
    [Theory]
    [InlineData("Test collection for QuantMatrix.Tests.FaultTests.KilledAtFailpointTests (id: 1f)", 0)]
    [InlineData("Test collection for QuantMatrix.Tests.EndToEndTests.LiveStatusTests", 1)]
    [InlineData("Test collection for QuantMatrix.Tests.ContractTests.EmbeddedTablesTests", 1)]
    [InlineData("Test collection for QuantMatrix.Tests.HouseStyleTests", 2)]
    [InlineData("MovedRoot", 2)]
    public void Classes_of_faults_come_before_slow_ones_and_short_ones_last(string collection, int rank) => LongTestsFirst.Rank(collection).ShouldBe(rank);
}
