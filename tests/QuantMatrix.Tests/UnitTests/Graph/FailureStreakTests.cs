using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>Which jobs fail now, and since when, from the reports of runs.</summary>
public class FailureStreakTests
{
    private static readonly DateTimeOffset Begin = new(2024, 3, 1, 3, 0, 0, TimeSpan.Zero);

    /// <summary>One letter a night, the newest last: o ok, p partial, f failed, t temporary, k killed, s skipped, r running, - not part of the run.</summary>
    [Theory]
    [InlineData("ooo", null, 0)]
    [InlineData("oof", "3", 1)]
    [InlineData("offt", "2", 3)]
    [InlineData("fff", "1", 3)]
    [InlineData("ffo", null, 0)]
    [InlineData("fp", null, 0)]
    [InlineData("ofsf", "2", 2)] // a night that skipped the job says nothing about it
    [InlineData("o-f-", "3", 1)]
    [InlineData("ofr", "2", 1)] // nor does one in progress
    [InlineData("okk", "2", 2)]
    [InlineData("fof", "3", 1)]
    [InlineData("ss", null, 0)]
    [InlineData("", null, 0)]
    public void A_job_fails_since_the_first_of_its_newest_failures(string nights, string? since, int runs)
    {
        var streak = FailureStreak.Of(Nights(nights), ["job"]).SingleOrDefault();
        (streak?.First.Id, streak?.Runs ?? 0).ShouldBe((since, runs));
        if (streak is not null) streak.Message.ShouldBe($"message {streak.Newest.Id}");
    }

    [Fact]
    public void A_target_that_was_refused_fails_until_one_of_its_runs_has_jobs_again()
    {
        PastRun refused = Run(2, "t", "") with { Status = JobStatus.Temporary, Reason = "another run holds the lock", Jobs = [] };
        var streak = FailureStreak.Of([refused, Run(1, "o", "job")], ["chain", "job"]).ShouldHaveSingleItem();
        (streak.Name, streak.First.Id, streak.Message).ShouldBe(("chain", "2", "another run holds the lock"));
        FailureStreak.Of([Run(3, "o", "job"), refused], ["chain", "job"]).ShouldBeEmpty();
        FailureStreak.Of([Run(3, "f", "job"), refused], ["chain", "job"]).Select(f => f.Name).ShouldBe(["job"]);
    }

    [Fact]
    public void Reports_older_than_the_last_success_are_not_read()
    {
        FailureStreak.Of(Limited(), ["job"]).Single().Runs.ShouldBe(1);

        static IEnumerable<PastRun> Limited()
        {
            yield return Run(3, "f", "job");
            yield return Run(2, "o", "job");
            throw new InvalidOperationException("read too far");
        }
    }

    private static IEnumerable<PastRun> Nights(string nights) =>
        nights.Select((letter, i) => Run(i + 1, $"{letter}", letter == '-' ? "other" : "job")).Reverse();

    private static PastRun Run(int night, string letter, string job)
    {
        var status = letter switch
        {
            "o" or "-" => JobStatus.Ok,
            "p" => JobStatus.Partial,
            "f" => JobStatus.Failed,
            "t" => JobStatus.Temporary,
            "k" => JobStatus.Killed,
            "s" => JobStatus.Skipped,
            _ => JobStatus.Running,
        };
        return new($"{night}", "chain", Begin.AddDays(night), status) { Jobs = [new(job, "kind", status, $"message {night}")] };
    }
}
