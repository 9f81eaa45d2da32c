using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake.Tables;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>Which jobs and symbols of a past run a retry repeats.</summary>
public class RetrySelectionTests
{
    private static readonly OpenUnit Open = new("fetch", "A", 1, OpenUnit.Missing, 1, "", "r1", "r2");

    [Theory]
    [InlineData("fetch ok, compute ok", "")]
    [InlineData("fetch failed, compute skipped", "fetch compute")]
    [InlineData("fetch partial, compute ok", "")] // partial for another reason than units
    [InlineData("fetch temporary, compute skipped, other ok", "fetch compute")]
    [InlineData("fetch killed, compute waiting", "fetch compute")]
    public void Jobs_that_did_not_succeed_are_repeated(string jobs, string again)
    {
        var retry = Retry.After(Run("r1", jobs), []);
        string.Join(' ', retry.Jobs!).ShouldBe(again);
        (retry.IsEmpty, retry.Only.Count).ShouldBe((again.Length == 0, 0));
    }

    [Theory]
    [InlineData("r1", "fetch partial, compute ok", "fetch", "A B")]
    [InlineData("r2", "fetch failed, compute skipped", "fetch compute", "A B")]
    [InlineData("r3", "fetch partial, compute ok", "", "")] // left open by other runs
    [InlineData("r1", "compute ok", "", "")] // of another job
    public void Jobs_with_open_units_are_repeated_for_their_symbols_only(string run, string jobs, string again, string symbols)
    {
        var retry = Retry.After(Run(run, jobs), [Open, Open with { Day = 2 }, Open with { Symbol = "B" }, Open with { Job = "elsewhere" }]);
        string.Join(' ', retry.Jobs!).ShouldBe(again);
        string.Join(' ', retry.Only.GetValueOrDefault("fetch")?.Order() ?? Enumerable.Empty<string>()).ShouldBe(symbols);
    }

    [Fact]
    public void A_run_that_ended_before_its_jobs_is_repeated_whole() =>
        Retry.After(new("r1", "chain", default, JobStatus.Temporary) { Reason = "another run holds the lock" }, [Open]).Jobs.ShouldBeNull();

    [Theory]
    [InlineData("b", "b c")]
    [InlineData("a d", "a b c d")]
    [InlineData("gone c", "c")]
    public void What_depends_on_a_repeated_job_follows(string again, string jobs)
    {
        var file = Workbench.Read("""
            jobs: {a: {run: echo}, b: {run: echo, needs: [a]}, c: {run: echo, needs: [b]}, d: {run: echo}}
            chains: {night: {jobs: [a, b, c, d]}}
            """);
        new Planner(file).Plan(new("night") { Again = again.Split(' ') }).Jobs.Select(j => j.Name).Order().ShouldBe(jobs.Split(' '));
    }

    private static PastRun Run(string id, string jobs) => new(id, "chain", default, JobStatus.Failed)
    {
        Jobs = [.. jobs.Split(", ").Select(j => j.Split(' ')).Select(j => new PastJob(j[0], "kind", Enum.Parse<JobStatus>(j[1], ignoreCase: true), ""))],
    };
}
