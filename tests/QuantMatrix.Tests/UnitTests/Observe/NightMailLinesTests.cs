using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Observe;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Tests.UnitTests.Observe;

/// <summary>The lines that follow the verdict in the mail of a night.</summary>
public sealed class NightMailLinesTests
{
    private const string Id = "20260320T030000Z-0000", Then = "  then       ./run.sh status";
    private const string Or = "  or         ./run.sh doctor   # when it fails again: checks machine, keys, servers and data";

    private static readonly EarlierRun Good = new(new(2026, 3, 19), RunHealth.Partial, 5) { Id = "20260319T030000Z-0000", AsOf = new(2026, 3, 18) };

    [Fact]
    public void A_failed_night_names_its_jobs_with_causes_failures_first()
    {
        var run = Run(JobStatus.Failed, 1, Job("a", JobStatus.Partial, 0, "most") with { Warnings = ["X is missing"] },
            Job("b", JobStatus.Temporary, 75, "0 of 3") with { Cause = "fmp: HTTP 503" }, Job("c", JobStatus.Skipped, 0, "needs b"));
        Lines(run, Good).ShouldBe(
        [
            "  failed     b: fmp: HTTP 503", "  partial    a: X is missing", "  not run    c",
            "  since      2026-03-20, 1 night; last good 20260319T030000Z-0000, session 2026-03-18", $"  next       ./run.sh retry {Id}", Then, Or,
        ]);
    }

    [Fact]
    public void At_most_three_jobs_are_named()
    {
        var jobs = "abcde".Select(name => Job($"{name}", JobStatus.Failed, 1, $"why {name}")).ToArray();
        Lines(Run(JobStatus.Failed, 1, jobs))[2..5].ShouldBe(
            ["  failed     c: why c", "             and 2 more jobs, see below", "  since      2026-03-20, 1 night; last good none"]);
    }

    [Fact]
    public void A_refused_night_says_why_and_what_to_correct()
    {
        var began = Run(JobStatus.Failed, 0);
        Lines(began.EndedEarly(began.Started, 78, "jobs.yaml:3: no job 'x'\nmore"), Good)[..3].ShouldBe(
        [
            "  failed     before its jobs: jobs.yaml:3: no job 'x'", "  since      2026-03-20, 1 night; last good 20260319T030000Z-0000, session 2026-03-18",
            "  next       correct it, then ./run.sh run nightly --wait 30m",
        ]);
    }

    [Fact]
    public void A_temporary_night_says_that_the_next_one_makes_up_for_it() =>
        Lines(Run(JobStatus.Temporary, 75, Job("b", JobStatus.Temporary, 75, "down")), Good)
            .ShouldContain("             temporary: repeat it when the cause has passed; the next scheduled run makes up for it");

    [Fact]
    public void A_night_that_is_ok_has_none() => Lines(Run(JobStatus.Ok, 0, Job("a", JobStatus.Ok, 0, "all")), Good).ShouldBeEmpty();

    private static List<string> Lines(RunReport run, params EarlierRun[] earlier) => [.. NightMail.Lines(run, Verdict.Of(run, earlier), earlier)];

    private static RunReport Run(JobStatus status, int code, params IReadOnlyList<JobReport> jobs) =>
        new(Id, "nightly", null, new(2026, 3, 20, 3, 0, 0, TimeSpan.Zero)) { Status = status, ExitCode = code, Seconds = 5, Jobs = jobs };

    private static JobReport Job(string name, JobStatus status, int code, string summary) =>
        new(name, "scripted", [], new Dictionary<string, string>()) { Status = status, ExitCode = code, Summary = summary };
}
