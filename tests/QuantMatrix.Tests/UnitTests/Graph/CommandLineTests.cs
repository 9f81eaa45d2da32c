namespace QuantMatrix.Tests.UnitTests.Graph;

public sealed class CommandLineTests : IDisposable
{
    private readonly Workbench bench = new();

    [Theory]
    [InlineData("rnu", "'rnu' is no verb; did you mean 'run'?")]
    [InlineData("run echo --worker 2", "--worker is no option of 'run'; did you mean 'workers'?")]
    [InlineData("run echo --workers many", "--workers: expected a whole number")]
    [InlineData("run echo --workers 0", "--workers 0: expected a whole number from 1 to 1024")]
    [InlineData("run echo --as-of yesterday", "--as-of yesterday: expected a date like 2018-02-07")]
    [InlineData("run echo --only", "--only: expected a value")]
    [InlineData("run echo other", "'other' is one word too many; expected run TARGET")]
    [InlineData("run ehco", "unknown job or chain 'ehco'; did you mean 'echo'?")]
    [InlineData("run echo --set echo.days=soon", "--set echo.days=soon: option 'days' of job 'echo' is 'soon'; expected a whole number from 1 to 100")]
    [InlineData("columns --format cvs", "--format cvs: expected table, json, md")]
    [InlineData("show ../../etc/x", "'../../etc/x' is no ticker; expected letters and digits, like BRK-B")]
    [InlineData("sql", "'sql' lacks SELECT")]
    public async Task A_usage_fault_ends_64_and_says_what_was_meant(string arguments, string message)
    {
        bench.WriteJobs("jobs: {echo: {}}");
        (await bench.RunAsync(arguments)).ShouldBe(64);
        bench.Error.ToString().TrimEnd().ShouldBe(message);
    }

    [Fact]
    public async Task A_fault_of_the_file_or_the_environment_ends_78()
    {
        bench.WriteJobs("jobs: {echo: {options: {days: 0}}}");
        (await bench.RunAsync("run echo")).ShouldBe(78);
        bench.Error.ToString().ShouldContain("jobs.yaml:1: option 'days' of job 'echo' is '0'");
        bench.Variables["QM_SOURCE"] = "tape";
        bench.Variables["QM_POSTGRE"] = "x";
        bench.Variables["QM_FMP_URL"] = "ftp://x";
        (await bench.RunAsync("jobs")).ShouldBe(78);
        bench.Error.ToString().ShouldEndWith("""
            QM_POSTGRE: is no setting; did you mean 'QM_POSTGRES'?
            QM_SOURCE: found 'tape'; expected auto, replay, live, synthetic
            QM_FMP_URL: found 'ftp://x'; expected an address like http://localhost:8080

            """);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run --help")]
    [InlineData("--version")]
    public async Task Help_and_version_end_0(string arguments)
    {
        (await bench.RunAsync(arguments)).ShouldBe(0);
        bench.Output.ToString().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Several_sets_may_stand_before_the_target()
    {
        bench.WriteJobs("jobs: {echo: {}}");
        (await bench.RunAsync("plan --set echo.days=9 --set=echo.keep=all echo")).ShouldBe(0);
        bench.Output.ToString().ShouldContain("days=9 keep=all since=null loud=false text=hello symbols=null names=null");
    }

    [Fact]
    public async Task A_dry_run_shows_the_plan_and_leaves_no_trace()
    {
        bench.WriteJobs("jobs: {echo: {}}");
        (await bench.RunAsync("run echo --dry-run")).ShouldBe(0);
        bench.Output.ToString().ShouldStartWith("echo: 1 job");
        Directory.Exists(bench.Runs).ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_ends_with_one_aligned_line_a_job_its_notes_beneath_and_a_line_for_the_run()
    {
        bench.WriteJobs("""
            jobs:
              first: {run: scripted, options: {end: unfit}}
              second_one: {run: scripted, options: {end: partial}}
            chains: {all: {jobs: [first, second_one]}}
            """);
        await bench.RunAsync("run all");
        var lines = bench.Output.ToString().Split('\n');
        lines[0].ShouldMatch(@"^first       failed   bars\.csv:3: high is below low  \d+\.\d s$");
        lines[1].ShouldBe("    bars.csv:9: volume is negative");
        lines[2].ShouldMatch(@"^second_one  partial  most done  \d+\.\d s$");
        lines[3].ShouldBe("    one is missing");
        lines[4].ShouldMatch($@"^run {bench.Report().RunId}  exit 65  \d+\.\d s  .*{bench.Report().RunId}\.json$");
    }

    [Fact]
    public async Task Columns_are_listed_from_the_catalogue()
    {
        (await bench.RunAsync("columns --format md")).ShouldBe(0);
        bench.Output.ToString().ShouldContain("| rsi_14 | ratio |");
        (await bench.RunAsync("columns --format json")).ShouldBe(0);
        bench.Output.ToString().ShouldContain("\"name\": \"rsi_14\"");
    }

    public void Dispose() => bench.Dispose();
}
