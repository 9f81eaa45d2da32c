using QuantMatrix.Report.Charts;

namespace QuantMatrix.Tests.UnitTests.Report;

/// <summary>Lines without axes.</summary>
public class SparklineTests
{
    [Theory]
    [InlineData(new double[0], "")]
    [InlineData(new[] { 5.0 }, "")]
    [InlineData(new[] { 1.0, 3.0 }, "M0 24l120-22")]
    [InlineData(new[] { 3.0, 1.0 }, "M0 2l120 22")]
    [InlineData(new[] { 2.0, 2.0, 2.0 }, "M0 13l60 0 60 0")]
    [InlineData(new[] { double.NaN, 1.0, 3.0 }, "M60 24l60-22")]
    public void The_newest_value_is_at_the_right_and_the_largest_at_the_top(double[] values, string path) => Sparkline.Path(values).ShouldBe(path);
}
