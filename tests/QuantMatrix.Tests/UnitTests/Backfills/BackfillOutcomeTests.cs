using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;

namespace QuantMatrix.Tests.UnitTests.Backfills;

/// <summary>The status of a backfill from what failed, is missing and is unfit.</summary>
public class BackfillOutcomeTests
{
    /// <param name="marks">u unfit, e early, i incomplete.</param>
    [Theory]
    [InlineData(10, 0, 0, "", JobStatus.Ok)]
    [InlineData(10, 0, 0, "i", JobStatus.Partial)]
    [InlineData(10, 1, 0, "", JobStatus.Partial)]
    [InlineData(10, 2, 0, "", JobStatus.Partial)]
    [InlineData(10, 3, 0, "", JobStatus.Failed)]
    [InlineData(10, 3, 1, "", JobStatus.Temporary)]
    [InlineData(10, 3, 3, "", JobStatus.Temporary)]
    [InlineData(10, 6, 3, "", JobStatus.Failed)]
    [InlineData(1, 1, 0, "", JobStatus.Failed)]
    [InlineData(1, 1, 1, "", JobStatus.Temporary)]
    [InlineData(2, 1, 1, "", JobStatus.Partial)]
    [InlineData(10, 0, 0, "u", JobStatus.Failed)]
    [InlineData(10, 10, 10, "ui", JobStatus.Temporary)]
    [InlineData(10, 1, 1, "u", JobStatus.Failed)]
    [InlineData(10, 0, 0, "ei", JobStatus.Temporary)]
    [InlineData(10, 0, 0, "ue", JobStatus.Failed)]
    [InlineData(10, 3, 0, "e", JobStatus.Failed)]
    public void The_status_follows_the_failures_then_the_data(int universe, int failed, int mayPass, string marks, JobStatus status) =>
        new BackfillOutcome(universe)
        {
            Failed = failed, MayPass = mayPass, IsUnfit = marks.Contains('u'), IsEarly = marks.Contains('e'), IsIncomplete = marks.Contains('i'),
        }.Status.ShouldBe(status);
}
