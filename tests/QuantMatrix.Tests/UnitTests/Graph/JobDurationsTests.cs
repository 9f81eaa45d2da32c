using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>The durations that a plan shows.</summary>
public class JobDurationsTests
{
    /// <summary>Runs newest first: seconds of the job, <c>f</c> for failed, <c>r</c> for a retry.</summary>
    [Theory]
    [InlineData("3", 3, 3)]
    [InlineData("1 9", 1, 5)]
    [InlineData("9 1 2", 9, 2)]
    [InlineData("5 1 2 4 3 100 100", 5, 3)] // the newest five
    [InlineData("f7 2 4", 2, 3)]
    [InlineData("r7 2 f1 4", 2, 3)]
    public void The_last_and_the_median_of_the_last_five_successful_runs_count(string runs, double last, double median)
    {
        var found = JobDurations.Of(Past(runs), ["job", "never"]);
        found.ShouldHaveSingleItem();
        (found["job"].Last, found["job"].Median).ShouldBe((last, median));
    }

    [Theory]
    [InlineData("")]
    [InlineData("f1 f2")]
    public void A_job_that_never_succeeded_has_none(string runs) => JobDurations.Of(Past(runs), ["job"]).ShouldBeEmpty();

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(119.94, "119.9 s")]
    [InlineData(120, "2 min")]
    [InlineData(3_900, "65 min")]
    public void Long_durations_are_in_minutes(double seconds, string text) => JobDurations.Text(seconds).ShouldBe(text);

    private static IEnumerable<PastRun> Past(string runs) => runs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((text, i) =>
    {
        var status = text[0] == 'f' ? JobStatus.Failed : JobStatus.Partial;
        return new PastRun($"run{i}", "night", default, status)
        {
            RetryOf = text[0] == 'r' ? "run9" : null, Jobs = [new("job", "kind", status, "") { Seconds = double.Parse(text.TrimStart('f', 'r'), null) }],
        };
    });
}
