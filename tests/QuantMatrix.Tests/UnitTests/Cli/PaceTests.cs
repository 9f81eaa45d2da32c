using QuantMatrix.Batch.Cli.Output;

namespace QuantMatrix.Tests.UnitTests.Cli;

public sealed class PaceTests
{
    [Theory]
    [InlineData(null, 10, "")]
    [InlineData(0.0, 10, "")]
    [InlineData(5.0, 0, "")]
    [InlineData(41.3, 500, "41/s, 0:00:13 left")]
    [InlineData(2.54, 520, "2.5/s, 0:03:25 left")]
    [InlineData(0.5, 3700, "0.5/s, 2:03:20 left")]
    public void The_rate_and_the_time_left_follow_from_the_units_done(double? rate, double left, string text) => PaceColumn.Text(rate, left).ShouldBe(text);
}
