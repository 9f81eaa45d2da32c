using QuantMatrix.Batch.Observe;

namespace QuantMatrix.Tests.UnitTests.Observe;

public sealed class TextfileTests : IDisposable
{
    private const string Success = "quantmatrix_run_success_timestamp_seconds|target=scripted", Code = "quantmatrix_run_exit_code|target=scripted";

    private readonly Nights nights = new();
    private readonly TempFolder folder = new();

    public TextfileTests() => nights.Bench.Variables["QM_TEXTFILE_DIR"] = folder.Path;

    [Fact]
    public async Task A_run_leaves_one_file_with_its_outcome()
    {
        await nights.RunAsync(1, "ok");
        Directory.GetFiles(folder.Path).ShouldBe([folder["quantmatrix.prom"]]);
        var (values, report) = (Values(), nights.Bench.Report());
        (values[Code], values["quantmatrix_run_state|target=scripted"], values["quantmatrix_run_trouble_nights|target=scripted"]).ShouldBe((0, 0, 0));
        values["quantmatrix_run_start_timestamp_seconds|target=scripted"].ShouldBe(report.Started.ToUnixTimeMilliseconds() / 1000.0);
        values["quantmatrix_run_end_timestamp_seconds|target=scripted"].ShouldBe(report.Finished!.Value.ToUnixTimeMilliseconds() / 1000.0);
        values["quantmatrix_run_session_timestamp_seconds|target=scripted"].ShouldBe(1_517_961_600); // 2018-02-07
        values["quantmatrix_job_count|counter=rows|job=scripted|target=scripted"].ShouldBe(7);
        values["quantmatrix_job_exit_code|job=scripted|target=scripted"].ShouldBe(0);
    }

    [Fact]
    public async Task Failures_leave_the_time_of_the_last_success()
    {
        await nights.RunAsync(1, "ok");
        var succeeded = Values()[Success];
        await nights.RunAsync(2, "unfit");
        await nights.RunAsync(3, "unfit");
        var values = Values();
        (values[Success], values[Code]).ShouldBe((succeeded, 65));
        (values["quantmatrix_run_state|target=scripted"], values["quantmatrix_run_trouble_nights|target=scripted"]).ShouldBe((4, 2));
        await nights.RunAsync(4, "[");
        Values()[Code].ShouldBe(78);
        Values().Keys.ShouldNotContain(k => k.StartsWith("quantmatrix_job"));
    }

    [Fact]
    public async Task Each_target_keeps_its_own_samples()
    {
        await nights.RunAsync(1, "failed");
        nights.Bench.WriteJobs("jobs: {scripted: {}, other: {run: scripted}}");
        await nights.CallAsync("run other");
        await nights.CallAsync("run other");
        Values().Where(v => v.Key.StartsWith("quantmatrix_run_exit_code")).ShouldBe(
            [new("quantmatrix_run_exit_code|target=other", 0), new(Code, 1)], ignoreOrder: true);
    }

    /// <summary>A line that would spoil the scrape of all targets is not taken over.</summary>
    [Fact]
    public void Labels_are_escaped_and_damaged_lines_of_an_earlier_file_dropped()
    {
        var (gauge, kept) = (new Gauge("g_a", "A."), new Gauge("g_b", "B."));
        var strange = new PrometheusText("a \"quoted\" \\ name\nof two lines");
        strange.Add(gauge, ([("job", "x,y=\"1\"}")], 2.5e-9));
        strange.Add(kept, ([], 1));
        var first = strange.Write([], kept);
        var next = new PrometheusText("plain");
        next.Add(gauge, ([], 3));
        next.Add(kept);
        string[] foreign = ["g_a{target=\"half", "g_a 1", "garbage", "g_c{target=\"other\"} 1", "g_a{target=\"plain\"} 9"];
        string[] damaged = [.. foreign, .. first.Split('\n'), .. first.Split('\n')];
        Exposition.Read(next.Write(damaged, kept)).ShouldBe(new Dictionary<string, double>
        {
            ["g_a|target=plain"] = 3, ["g_a|job=x,y=\"1\"}|target=a \"quoted\" \\ name\nof two lines"] = 2.5e-9,
            ["g_b|target=a \"quoted\" \\ name\nof two lines"] = 1,
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_a_warning()
    {
        Directory.CreateDirectory(folder["quantmatrix.prom"]);
        var run = await nights.RunAsync(1, "ok", "--quiet");
        (run.Code, run.Output).ShouldBe((0, ""));
        run.Error.ShouldMatch("^QM_TEXTFILE_DIR: .*; the run is not affected\n$");
        Directory.GetFiles(folder.Path).ShouldBeEmpty();
    }

    public void Dispose()
    {
        nights.Dispose();
        folder.Dispose();
    }

    private Dictionary<string, double> Values() => Exposition.Read(File.ReadAllText(folder["quantmatrix.prom"]));
}
