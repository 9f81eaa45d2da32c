using System.Globalization;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Observe;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Tests.UnitTests.Observe;

/// <summary>The verdict on a run of 2026-03-20, given the earlier runs of its target.</summary>
public class VerdictTests
{
    private const string Id = "20260320T030000Z-0000";

    /// <summary>Earlier runs as day and first letter of the state, newest first.</summary>
    [Theory]
    [InlineData("failed", "", "FAILED 1st night since 2026-03-20: ")]
    [InlineData("failed", "19o 18f", "FAILED 1st night since 2026-03-20: ")]
    [InlineData("failed", "19f 18o 17f", "FAILED 2nd night since 2026-03-19: ")]
    [InlineData("failed", "19f 18f 17f", "FAILED 4th night since 2026-03-17: ")]
    [InlineData("failed", "19f 19f 18f", "FAILED 3rd night since 2026-03-18: ")]
    [InlineData("failed", "20f 20f", "FAILED 1st night since 2026-03-20: ")]
    [InlineData("failed", "16f 13f", "FAILED 3rd night since 2026-03-13: ")]
    [InlineData("failed", "19p 18f", "FAILED 1st night since 2026-03-20: ")]
    [InlineData("partial", "19f 18p 17o", "PARTIAL 3rd night since 2026-03-18: ")]
    [InlineData("partial", "19o 18p", "PARTIAL 1st night since 2026-03-20: ")]
    [InlineData("failed", "19f 18f 17f 16f 15f 14f 13f 12f 11f 10f", "FAILED 11th night since 2026-03-10: ")]
    [InlineData("ok", "19o 18f", null)]
    [InlineData("ok", "", null)]
    [InlineData("ok", "19f 18f 17o 16f", "recovered after 2 nights, since 2026-03-18: nightly")]
    [InlineData("ok", "20f 20f", "recovered after 1 night, since 2026-03-20: nightly")]
    [InlineData("ok", "19p 18f", "recovered after 2 nights, since 2026-03-18: nightly")]
    public void It_counts_the_nights_that_ended_at_least_as_badly(string state, string earlier, string? line)
    {
        var verdict = Verdict.Of(Ended(state), Earlier(earlier));
        if (line is null) verdict.Line.ShouldBeNull();
        else verdict.Line.ShouldStartWith(line);
    }

    [Fact]
    public void Trouble_is_notified_on_its_first_third_and_seventh_night_then_every_seventh()
    {
        var due = Enumerable.Range(0, 22).Where(n => Verdict.Of(Ended("failed"), Nights(n)).IsDue).Select(n => n + 1);
        due.ShouldBe([1, 3, 7, 14, 21]);

        static IEnumerable<EarlierRun> Nights(int count) => Enumerable.Range(1, count)
            .Select(n => new EarlierRun(new DateOnly(2026, 3, 20).AddDays(-n), RunHealth.Failed, 5));
    }

    [Theory]
    [InlineData("failed", "20f", false)]
    [InlineData("failed", "20p", true)]
    [InlineData("failed", "19f 18f", true)]
    [InlineData("failed", "20f 19f 18f", false)]
    [InlineData("partial", "20f", false)]
    [InlineData("partial", "19f 18o", true)]
    [InlineData("partial", "19p 18f", true)]
    [InlineData("partial", "19p 18f 17f", false)]
    [InlineData("ok", "20f", true)]
    [InlineData("ok", "20o 19f", false)]
    public void A_repeated_run_is_notified_only_when_it_ends_worse_or_recovers(string state, string earlier, bool isDue) =>
        Verdict.Of(Ended(state), Earlier(earlier)).IsDue.ShouldBe(isDue);

    /// <summary>More than a minute and twice the median of the last ten that were ok.</summary>
    [Theory]
    [InlineData(201, "100 100 100 100 100", "SLOW 1st night since 2026-03-20: 201 s, usually 100 s")]
    [InlineData(200, "100 100 100 100 100", null)]
    [InlineData(201, "100 100 100 100", null)]
    [InlineData(70, "10 10 10 10 10", null)]
    [InlineData(71, "10 10 10 10 10", "SLOW 1st night since 2026-03-20: 71 s, usually 10 s")]
    [InlineData(201, "300 100 100 100 90 80", "SLOW 2nd night since 2026-03-19: 201 s, usually 100 s")]
    [InlineData(100, "300 100 100 100 90 80", "recovered after 1 night, since 2026-03-19: nightly")]
    [InlineData(201, "100 100 100 100 100 100 100 100 100 100 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000",
        "SLOW 1st night since 2026-03-20: 201 s, usually 100 s")]
    public void A_run_that_takes_much_longer_than_usual_is_slow(double seconds, string earlier, string? line)
    {
        var before = earlier.Split(' ').Select((s, n) => new EarlierRun(new DateOnly(2026, 3, 19).AddDays(-n), RunHealth.Ok,
            double.Parse(s, CultureInfo.InvariantCulture)));
        Verdict.Of(Ended("ok") with { Seconds = seconds }, before).Line.ShouldBe(line);
    }

    [Fact]
    public void Its_cause_is_the_first_job_that_failed_and_its_next_step_repeats_the_failed_units()
    {
        var run = Run(JobStatus.Failed, 1, Job("a", JobStatus.Partial, 0, "most"), Job("b", JobStatus.Failed, 1, "provider down;\nmore"),
            Job("c", JobStatus.Skipped, 0, "needs b"), Job("d", JobStatus.Temporary, 75, "busy"));
        Verdict.Of(run, []).Line.ShouldBe($"FAILED 1st night since 2026-03-20: b: provider down (and 1 more job); ./run.sh retry {Id}");
    }

    [Fact]
    public void The_cause_of_a_partial_run_is_its_first_warning()
    {
        var run = Run(JobStatus.Partial, 0, Job("a", JobStatus.Ok, 0, "all"), Job("b", JobStatus.Partial, 0, "most") with { Warnings = ["X is missing"] });
        Verdict.Of(run, []).Line.ShouldBe($"PARTIAL 1st night since 2026-03-20: b: X is missing; ./run.sh retry {Id}");
    }

    [Theory]
    [InlineData(75, "another run holds the lock\nsince noon", "another run holds the lock; ./run.sh run nightly --wait 30m")]
    [InlineData(78, "jobs.yaml:3: no job 'x'", "jobs.yaml:3: no job 'x'; correct it, then ./run.sh run nightly --wait 30m")]
    public void A_run_that_was_refused_is_started_again(int code, string reason, string end)
    {
        var run = Run(JobStatus.Failed, 0).EndedEarly(Run(JobStatus.Failed, 0).Started, code, reason);
        Verdict.Of(run, []).Line.ShouldBe($"FAILED 1st night since 2026-03-20: {end}");
    }

    [Theory]
    [InlineData("monitor_coverage_health", 65, null, "stale")]
    [InlineData("monitor_coverage_health", 75, null, "failed")]
    [InlineData("monitor_coverage_health", 65, "backfill_symbols", "failed")]
    [InlineData("backfill_symbols", 65, null, "failed")]
    public void A_run_in_which_only_coverage_is_unfit_is_stale(string kind, int code, string? other, string expected)
    {
        var jobs = new[] { kind, other }.OfType<string>().Select(k => Job(k, JobStatus.Failed, code, "no new sessions") with { Kind = k });
        Verdict.Of(Run(JobStatus.Failed, code, [.. jobs]), []).Event.ShouldBe(expected);
    }

    private static IEnumerable<EarlierRun> Earlier(string runs) => runs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(run => new EarlierRun(
        new DateOnly(2026, 3, int.Parse(run[..2], CultureInfo.InvariantCulture)),
        run[2] switch { 'f' => RunHealth.Failed, 'p' => RunHealth.Partial, _ => RunHealth.Ok }, 5));

    private static RunReport Ended(string state) => state switch
    {
        "failed" => Run(JobStatus.Failed, 1, Job("a", JobStatus.Failed, 1, "no")),
        "partial" => Run(JobStatus.Partial, 0, Job("a", JobStatus.Partial, 0, "most")),
        _ => Run(JobStatus.Ok, 0, Job("a", JobStatus.Ok, 0, "all")),
    };

    private static RunReport Run(JobStatus status, int code, params IReadOnlyList<JobReport> jobs) =>
        new(Id, "nightly", null, new(2026, 3, 20, 3, 0, 0, TimeSpan.Zero)) { Status = status, ExitCode = code, Seconds = 5, Jobs = jobs };

    private static JobReport Job(string name, JobStatus status, int code, string summary) =>
        new(name, "scripted", [], new Dictionary<string, string>()) { Status = status, ExitCode = code, Summary = summary };
}
