using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Model;

/// <summary>Twelve digits count, and twelve decimals of a number below 1.</summary>
public class LastDigitsTests
{
    [Theory]
    [InlineData(250, 250, true)]
    [InlineData(250, 250 * (1 + 9e-13), true)]
    [InlineData(250, 250 * (1 + 2e-12), false)]
    [InlineData(-3e9, -3e9 * (1 + 9e-13), true)]
    [InlineData(-3e9, -3e9 * (1 + 2e-12), false)]
    [InlineData(5e-6, 5e-6 + 2e-15, true)]
    [InlineData(5e-6, 5e-6 + 2e-12, false)]
    [InlineData(0, 9e-13, true)]
    [InlineData(0, 2e-12, false)]
    [InlineData(1, -1, false)]
    [InlineData(double.NaN, 1, false)]
    public void Last_digits_do_not_count(double a, double b, bool same) => (LastDigits.Same(a, b), LastDigits.Same(b, a)).ShouldBe((same, same));
}
