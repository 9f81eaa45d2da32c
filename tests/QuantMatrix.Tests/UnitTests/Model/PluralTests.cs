using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Model;

public class PluralTests
{
    [Theory]
    [InlineData(0, "bar", null, "0 bars")]
    [InlineData(1, "bar", null, "1 bar")]
    [InlineData(-1, "bar", null, "-1 bars")]
    [InlineData(1234567, "bar", null, "1,234,567 bars")]
    [InlineData(1, "index", "indices", "1 index")]
    [InlineData(2, "index", "indices", "2 indices")]
    public void A_count_agrees_with_its_noun(long count, string one, string? many, string expected) => Plural.Of(count, one, many).ShouldBe(expected);
}
