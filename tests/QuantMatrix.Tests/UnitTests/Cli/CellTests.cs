using QuantMatrix.Batch.Cli.Output;

namespace QuantMatrix.Tests.UnitTests.Cli;

public sealed class CellTests
{
    [Theory]
    [InlineData("close", 3, "3.00")]
    [InlineData("CLOSE", 76.94, "76.94")]
    [InlineData("sma_50", 76.94125, "76.9413")]
    [InlineData("sma_50", 76.941, "76.941")]
    [InlineData("close", 0.000012345, "0.000012")]
    [InlineData("close", -0.0, "0.00")]
    [InlineData("atrp_14", 22.19475688, "22.2")]
    [InlineData("perf_1d", -0.04, "0.0")]
    [InlineData("perf_1d", -0.06, "-0.1")]
    [InlineData("beta_252", 1.0049, "1.00")]
    [InlineData("beta_252", -1.236, "-1.24")]
    [InlineData("volume_sma_50", 1234567.8, "1234568")]
    public void A_column_of_the_catalogue_has_the_digits_of_its_unit(string column, double number, string text) =>
        Cell.Readable(column, number).ShouldBe(text);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(22.19475687709079, "22.19475688")]
    [InlineData(0.1, "0.1")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(123456789012.4, "123456789012")]
    [InlineData(0.00001234567890123, "0.0000123456789")]
    [InlineData(1e20, "1E+20")]
    [InlineData(1e-9, "1E-09")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Another_number_has_its_own_significant_digits(double number, string text) => Cell.Readable("x", number).ShouldBe(text);

    [Fact]
    public void A_float_has_the_digits_of_its_shortest_text() => Cell.Exact(0.1f).ShouldBe("0.1");

    [Fact]
    public void A_decimal_is_exact_without_trailing_zeros() => Cell.Readable("close", 12.3400m).ShouldBe("12.34");
}
