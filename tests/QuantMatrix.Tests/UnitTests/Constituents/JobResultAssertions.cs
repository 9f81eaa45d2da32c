using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.UnitTests.Constituents;

internal static class JobResultAssertions
{
    public static void ShouldBe(this JobResult result, JobStatus status, string summary, int exitCode = ExitCode.Ok)
    {
        result.Status.ShouldBe(status, string.Join('\n', result.Warnings.Prepend(result.Summary)));
        result.Summary.ShouldStartWith(summary);
        result.ExitCode.ShouldBe(exitCode);
    }
}
