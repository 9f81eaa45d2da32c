using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Tests.UnitTests.Graph;

public sealed class ProcessLimitsTests
{
    [Theory]
    [InlineData(256L, 512, new string[0])]
    [InlineData(null, 600, new string[0])]
    [InlineData(255L, 512, new[] { "at most 255 open files allowed; expected at least 256 (ulimit -n)" })]
    [InlineData(1_024L, 511, new[] { "only 511 MiB of memory available; expected at least 512 MiB" })]
    [InlineData(1L, 1, new[] { "at most 1 open file allowed; expected at least 256 (ulimit -n)", "only 1 MiB of memory available; expected at least 512 MiB" })]
    public void A_limit_that_is_too_low_is_a_warning(long? files, int mebibytes, string[] warnings) =>
        new ProcessLimits(files, (long)mebibytes << 20).Warnings().ShouldBe(warnings);

    [Fact]
    public void The_limits_of_this_process_are_read()
    {
        ProcessLimits.Current.OpenFiles.ShouldNotBeNull().ShouldBeGreaterThan(0);
        ProcessLimits.Current.MemoryBytes.ShouldBeGreaterThan(0);
    }
}
