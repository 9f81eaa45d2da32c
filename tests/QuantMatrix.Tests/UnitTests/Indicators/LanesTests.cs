using System.Numerics;
using QuantMatrix.Indicators;

namespace QuantMatrix.Tests.UnitTests.Indicators;

public class LanesTests
{
    [Theory]
    [InlineData(-707, 709)]    // all normal numbers
    [InlineData(-3, 3)]
    [InlineData(-0.1, 0.1)]    // daily returns
    [InlineData(-1e-6, 1e-6)]
    public void The_logarithm_is_within_one_unit_in_the_last_place(double low, double high)
    {
        var random = new Random(1);
        for (var i = 0; i < 200_000; i++)
        {
            var x = Math.Exp(low + (high - low) * random.NextDouble());
            UlpsBetween(Log(x), Math.Log(x)).ShouldBeLessThanOrEqualTo(1, $"ln {x:R}");
        }
    }

    [Fact]
    public void The_logarithm_is_accurate_at_powers_of_two_and_their_neighbors()
    {
        Log(1).ShouldBe(0);
        for (var k = -1022; k <= 1023; k++)
            foreach (var x in new[] { 1, 1.4142, Math.Sqrt(2), 1.4143, double.BitDecrement(2) })
                UlpsBetween(Log(Math.ScaleB(x, k)), Math.Log(Math.ScaleB(x, k))).ShouldBeLessThanOrEqualTo(1, $"ln {x:R}·2^{k}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1e-310)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void The_logarithm_is_NaN_unless_the_argument_is_positive_and_normal(double x) => Log(x).ShouldBe(double.NaN);

    private static double Log(double x) => Lanes.Log(new Vector<double>(x))[0];

    /// <summary>Distance in units in the last place, for numbers of the same sign.</summary>
    private static long UlpsBetween(double a, double b) => a == b ? 0 : Math.Abs(BitConverter.DoubleToInt64Bits(a) - BitConverter.DoubleToInt64Bits(b));
}
