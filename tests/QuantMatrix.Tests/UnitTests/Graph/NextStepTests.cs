using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>The command that follows a run that did not end well.</summary>
public class NextStepTests
{
    private const string Retry = "./run.sh retry r1", Whole = "./run.sh run night --wait 30m";

    [Theory]
    [InlineData("failed", 1, null, "a ok, b failed", Retry)]
    [InlineData("partial", 0, null, "a partial", Retry)]
    [InlineData("killed", null, PastRun.Killed, "a ok, b killed, c waiting", Retry)]
    [InlineData("killed", null, PastRun.Killed, "a ok, b waiting", Retry)]
    [InlineData("killed", null, PastRun.Killed, "a ok, b partial", Whole)]
    [InlineData("killed", null, PastRun.Killed, "", Whole)]
    [InlineData("failed", 1, "publication failed", "a ok", Whole)]
    [InlineData("temporary", 75, "another run", "", Whole)]
    [InlineData("failed", 78, "jobs.yaml:3: no job 'x'", "", $"correct it, then {Whole}")]
    [InlineData("failed", 64, "unknown symbol", "", "correct the command; see ./run.sh help run")]
    public void Failed_jobs_are_retried_and_a_run_without_one_is_started_again(string status, int? code, string? reason, string jobs, string next) =>
        NextStep.After(Run("night", status, code, reason, jobs)).ShouldBe(next);

    [Theory]
    [InlineData("restore", "killed", null, "restore killed", "./run.sh restore /b --force", "./run.sh restore /b --force")]
    [InlineData("restore", "killed", null, "restore killed", null, "./run.sh restore DIR")]
    [InlineData("backup", "failed", 1, "backup failed", "./run.sh backup '/my backup'", "./run.sh backup '/my backup'")]
    [InlineData("repair", "failed", 65, "repair failed", null, "./run.sh repair")]
    [InlineData("backup", "failed", 64, "", "./run.sh backup /b", "correct the command; see ./run.sh help backup")]
    [InlineData("backfill_range", "temporary", 75, "", "./run.sh backfill --from 2020-01-02 --to 2020-01-03 --wait 30m",
        "./run.sh backfill --from 2020-01-02 --to 2020-01-03 --wait 30m")]
    [InlineData("backfill_range", "temporary", 75, "", null, "./run.sh backfill --from DATE --to DATE")]
    [InlineData("backfill_range", "failed", 64, "", null, "correct the command; see ./run.sh help backfill")]
    [InlineData("backfill_range", "failed", 1, "backfill_range failed", "./run.sh backfill --from 2020-01-02 --to 2020-01-03", Retry)]
    [InlineData("night", "failed", 78, "", "./run.sh run --catch-up nightly --wait 30m", "correct it, then ./run.sh run --catch-up nightly --wait 30m")]
    public void A_command_is_repeated_as_it_was_given(string target, string status, int? code, string jobs, string? command, string next) =>
        NextStep.After(Run(target, status, code, jobs.Length == 0 ? "no" : null, jobs) with { Command = command }).ShouldBe(next);

    [Theory]
    [InlineData("restore", "./run.sh restore")]
    [InlineData("a b", "./run.sh 'a b'")]
    [InlineData("it's", "./run.sh 'it'\\''s'")]
    [InlineData("/data/2026-03/x.y", "./run.sh /data/2026-03/x.y")]
    [InlineData("$HOME", "./run.sh '$HOME'")]
    [InlineData("", "./run.sh ''")]
    public void Words_are_quoted_for_a_shell(string word, string command) => NextStep.Command(word).ShouldBe(command);

    [Fact]
    public void After_a_refusal_for_a_newer_session_the_target_is_quoted_for_a_shell() =>
        NextStep.After(Run("my night", "failed", 65, OlderSession.Fault(new(2026, 3, 3), new(2026, 3, 4)), ""))
            .ShouldStartWith("./run.sh run 'my night' --wait 30m   # ");

    /// <summary>A verdict reads the report in memory, status and doctor the file.</summary>
    [Fact]
    public void A_report_in_memory_has_the_same_facts()
    {
        var run = new RunReport("r1", "night", new(2026, 3, 4), default)
        {
            Status = JobStatus.Failed, ExitCode = 1, Reason = "no", Command = "./run.sh x",
            Jobs = [new("a", "kind", [], new Dictionary<string, string>()) { Status = JobStatus.Skipped, Cause = "late", Seconds = 2.5 }],
        };
        var past = PastRun.Of(run);
        (past.Id, past.Target, past.AsOf, past.Status, past.ExitCode, past.Reason, past.Command)
            .ShouldBe(("r1", "night", new DateOnly(2026, 3, 4), JobStatus.Failed, 1, "no", "./run.sh x"));
        past.Jobs.Single().IsLeft.ShouldBeTrue();
        (past.Jobs[0].Cause, past.Jobs[0].Seconds).ShouldBe(("late", 2.5));
    }

    private static PastRun Run(string target, string status, int? code, string? reason, string jobs) => new("r1", target, default, Status(status))
    {
        ExitCode = code, Reason = reason,
        Jobs = [.. jobs.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(j => j.Split(' ')).Select(j => new PastJob(j[0], "kind", Status(j[1]), ""))],
    };

    private static JobStatus Status(string name) => Enum.Parse<JobStatus>(name, ignoreCase: true);
}
