using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Model;

/// <summary>Bars are collected in any order, also within a block of columns: the rows of several files may come as one.</summary>
public class BarsBuilderTests
{
    [Theory]
    [InlineData(new[] { 1, 2, 3 }, new int[0])]
    [InlineData(new[] { 1, 3, 2 }, new int[0])]
    [InlineData(new[] { 3, 1 }, new[] { 2 })]
    [InlineData(new[] { 2, 3 }, new[] { 1 })]
    public void Blocks_are_sorted_by_day(int[] block, int[] next)
    {
        var bars = Built(block, next);
        bars.Days.ToArray().ShouldBe([1, 2, 3]);
        bars.Close.ToArray().ShouldBe([10, 20, 30]);
    }

    [Theory]
    [InlineData(new[] { 1, 2, 2 }, new int[0])]
    [InlineData(new[] { 2, 1 }, new[] { 2 })]
    public void A_day_that_occurs_twice_is_refused(int[] block, int[] next) =>
        Should.Throw<DataUnfitException>(() => Built(block, next)).Message.ShouldBe("bars of AAA: 1970-01-03 occurs twice; expected one row per session");

    private static Bars Built(params int[][] blocks)
    {
        var bars = new BarsBuilder();
        foreach (var days in blocks)
        {
            double[] prices = [.. days.Select(day => 10.0 * day)];
            bars.Add("AAA", days, prices, prices, prices, prices, [.. days.Select(day => 100L * day)]);
        }
        return bars.Build();
    }
}
