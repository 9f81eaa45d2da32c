using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>Limits on what jobs count: <c>partial_if</c> and <c>fail_if</c>.</summary>
public sealed class CounterLimitTests : IDisposable
{
    private readonly Workbench bench = new();

    [Theory]
    [InlineData("> 10", 10, 0, false)]
    [InlineData("> 10", 11, 0, true)]
    [InlineData(">= 10", 10, 0, true)]
    [InlineData(">=10", 9, 0, false)]
    [InlineData("< 1", 0, 0, true)]
    [InlineData("< 1", 1, 0, false)]
    [InlineData("<= 1", 1, 0, true)]
    [InlineData("> 2%", 2, 100, false)]
    [InlineData("> 2%", 3, 100, true)]
    [InlineData("> 2.5 %", 25, 1000, false)]
    [InlineData(">2.5%", 26, 1000, true)]
    [InlineData("> 0%", 1, 1_000_000, true)]
    [InlineData("> 0%", 0, 0, false)]
    [InlineData("<= 100%", 0, 0, false)]
    [InlineData(">= 100%", 7, 7, true)]
    [InlineData("> 33.333333%", 1, 3, true)]
    public void A_limit_is_exact(string text, long count, long total, bool isMet)
    {
        CounterLimit.TryParse(text, out var limit).ShouldBeTrue();
        limit!.IsMet(count, total).ShouldBe(isMet);
    }

    [Theory]
    [InlineData("2%")]
    [InlineData("10")]
    [InlineData("")]
    [InlineData("> ")]
    [InlineData("> -1")]
    [InlineData("> 101%")]
    [InlineData("= 1")]
    [InlineData("> 1,5%")]
    [InlineData("> 1e3")]
    [InlineData("> 2%%")]
    [InlineData("more than 2%")]
    public void Another_text_is_no_limit(string text) => CounterLimit.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, "ok", JobStatus.Ok, 0)]
    [InlineData(2, "ok", JobStatus.Ok, 0)]
    [InlineData(3, "ok", JobStatus.Partial, 0)]
    [InlineData(10, "ok", JobStatus.Partial, 0)]
    [InlineData(11, "ok", JobStatus.Failed, 65)]
    [InlineData(11, "partial", JobStatus.Failed, 65)]
    [InlineData(2, "partial", JobStatus.Partial, 0)]
    [InlineData(11, "temporary", JobStatus.Temporary, 75)]
    public async Task A_job_beyond_a_limit_is_partial_or_fails(int rows, string end, JobStatus status, int code)
    {
        Write($"{{end: {end}, rows: {rows}}}", "partial_if: {rows: \"> 2%\"}, fail_if: {rows: \"> 10%\", calls: \"> 3\"}");
        (await bench.RunAsync("run job")).ShouldBe(code);
        bench.Job("job").Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("[rows]", 2, JobStatus.Ok)]
    [InlineData("[rows]", 3, JobStatus.Partial)]
    [InlineData("[rows, calls]", 2, JobStatus.Partial)]
    [InlineData("[]", 2, JobStatus.Partial)]
    public async Task A_counter_with_a_limit_makes_the_job_partial_only_beyond_it(string because, int rows, JobStatus status)
    {
        Write($"{{end: partial, rows: {rows}, partial_by: {because}}}", "partial_if: {rows: \"> 2%\"}");
        (await bench.RunAsync("run job")).ShouldBe(0);
        bench.Job("job").Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_message_has_the_count_its_share_and_the_limit()
    {
        Write("{rows: 3}", "partial_if: {rows: \"> 2%\"}");
        (await bench.RunAsync("run job")).ShouldBe(0);
        bench.Job("job").Warnings.ShouldBe(["rows is 3 of 100 (3%), limit partial_if: > 2%"]);
        Write("{rows: 12}", "fail_if: {rows: \"> 10\", calls: \">= 3\"}");
        (await bench.RunAsync("run job")).ShouldBe(65);
        bench.Job("job").Summary.ShouldBe("rows is 12, limit fail_if: > 10; calls is 3, limit fail_if: >= 3; done");
    }

    public void Dispose() => bench.Dispose();

    private void Write(string options, string limits) => bench.WriteJobs($"jobs: {{job: {{run: scripted, options: {options}, {limits}}}}}");
}
