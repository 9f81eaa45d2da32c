using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Tests.UnitTests.Graph;

public sealed class CommandLineTests : IDisposable
{
    private readonly Workbench bench = new();

    [Theory]
    [InlineData("rnu", "unknown command 'rnu'; did you mean 'run'?")]
    [InlineData("scren", "unknown command 'scren'; did you mean 'screen'?")]
    [InlineData("help scren", "unknown command 'scren'; did you mean 'screen'?")]
    [InlineData("--dry-run run",
        "missing command before '--dry-run'; expected one of run, plan, runs, status, retry, backfill, jobs, columns, sql, show, explain, screen, audit, "
        + "report, portfolio, quarantine, verify, repair, backup, restore, doctor, prune, order, shard, sync, export, completion")]
    [InlineData("run echo --worker 2", "unknown option --worker of 'run'; did you mean '--workers'?")]
    [InlineData("run echo --workers many", "--workers many: expected a whole number from 1 to 1024")]
    [InlineData("run echo --workers 0", "--workers 0: expected a whole number from 1 to 1024")]
    [InlineData("run echo --as-of yesterday", "--as-of yesterday: expected a date like 2018-02-07")]
    [InlineData("run echo --only", "missing value of --only; expected --only JOB")]
    [InlineData("run echo --log xml", "--log xml: unknown value; expected one of text, json")]
    [InlineData("run echo --only --dry-run", "missing value of --only; expected --only JOB")]
    [InlineData("run echo --only=echo --only=echo", "--only is set twice")]
    [InlineData("run echo other", "unexpected argument 'other'; expected run [TARGET]")]
    [InlineData("run ehco", "unknown job or chain 'ehco'; did you mean 'echo'?")]
    [InlineData("run echo --set echo.days=soon", "--set echo.days=soon: option 'days' of job 'echo' is 'soon'; expected a whole number from 1 to 100")]
    [InlineData("columns --format cvs", "--format cvs: unknown format; did you mean 'csv'?")]
    [InlineData("sql x --format cvs", "--format cvs: unknown format; did you mean 'csv'?")]
    [InlineData("show ../../etc/x", "invalid symbol '../../etc/x'; expected a ticker like AAPL or BRK-B")]
    [InlineData("sql", "missing argument QUERY; expected sql QUERY, sql --file FILE, or sql - for the standard input")]
    [InlineData("screen x --order close desc y", "unexpected argument 'y'; expected screen SCREEN")]
    [InlineData("screen x --order", "missing value of --order; expected --order COLUMN [desc]")]
    public async Task A_usage_fault_ends_64_with_what_was_found_and_expected(string arguments, string message)
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
        (bench.Variables["QM_FMP_URL"], bench.Variables["QM_IBKR_URL"], bench.Variables["QM_DATA"]) = ("ftp://x", "x", "/dev/null");
        (bench.Variables["QM_REDIS"], bench.Variables["QM_REDIS_FILE"], bench.Variables["FMP_API_KEY_FILE"]) = ("x", "/dev/null", "/none");
        (await bench.RunAsync("jobs")).ShouldBe(78);
        bench.Error.ToString().ShouldEndWith("""
            QM_POSTGRE: unknown variable; did you mean 'QM_POSTGRES'?
            QM_DATA: /dev/null is a file; expected a directory
            QM_SOURCE: unknown source 'tape'; expected one of auto, replay, live, synthetic
            QM_REDIS and QM_REDIS_FILE are both set; expected only one
            QM_REDIS_FILE: the first line of /dev/null is empty; expected the value of QM_REDIS
            FMP_API_KEY_FILE: /none cannot be read: Could not find file '/none'.
            QM_FMP_URL: found 'ftp://x'; expected an http or https URL like http://localhost:8080
            QM_IBKR_URL: found 'x'; expected an http or https URL like http://localhost:8080

            """);
    }

    [Fact]
    public async Task All_faults_of_the_command_line_are_reported_at_once()
    {
        bench.WriteJobs("jobs: {echo: {}}");
        (await bench.RunAsync("run --worker 2 echo --onyl echo --only")).ShouldBe(64);
        (await bench.RunAsync("run echo more and --only")).ShouldBe(64);
        (await bench.RunAsync("run echo --workers no --as-of x --only eco --set a=b --set echo.dys=1")).ShouldBe(64);
        bench.Error.ToString().ShouldBe("""
            missing value of --only; expected --only JOB
            unknown option --worker of 'run'; did you mean '--workers'?
            unknown option --onyl of 'run'; did you mean '--only'?
            missing value of --only; expected --only JOB
            unexpected argument 'more'; expected run [TARGET]
            unexpected argument 'and'; expected run [TARGET]
            --as-of x: expected a date like 2018-02-07
            --workers no: expected a whole number from 1 to 1024
            --only eco: no such job in 'echo'; did you mean 'echo'?
            --set a=b: expected JOB.OPTION=VALUE
            --set echo.dys=1: job 'echo' has no option 'dys'; did you mean 'days'?

            """);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public async Task Help_lists_every_command(string arguments)
    {
        bench.Variables["QM_SOURCE"] = "tape"; // needs no valid environment
        (await bench.RunAsync(arguments)).ShouldBe(0);
        bench.Output.ToString().ShouldBe("""
            Usage: ./run.sh [COMMAND] [OPTIONS]

            Nightly batch for equity market data: fetches bars, computes indicators and publishes them.

            Commands:
              run         Run a job or a chain of jobs.
              plan        Show the jobs that TARGET would run, in order, with their options, last durations, expected provider calls and rows.
              runs        List past runs, newest first: id, target, session, status, exit code, seconds and reason.
              status      Show whether data are fresh, what fails since when, and the next step; exits 0 fresh, 65 stale, 75 running, 1 failed.
              retry       Repeat what failed or is missing in RUN, and what depends on it; the provider calls are shown first.
              backfill    Fetch the sessions of a range that are not stored, of every tracked symbol.
              jobs        List the jobs, chains and schedules of the job file.
              columns     List the published columns with meaning, formula and source.
              sql         Query the lake and the published tables in SQL.
              show        Show a symbol: candles, stage, momentum, performance, gaps, lines, screens and restatements.
              explain     Explain a value: formula, inputs, the bars behind it, their providers, runs and restatements.
              screen      List the symbols that satisfy a condition, now or in a past session, or what became of them.
              audit       Run every query of sql/audits; each must return no rows.
              report      Write the night's page, or pages of symbols, to the folder reports.
              portfolio   Show positions with weights and indicators; or dividends, performance, gains, exposure.
              quarantine  List or show quarantined rows, release held bars into price_data, or drop rows for good.
              verify      Check the stored and published data: hashes, row counts, key ranges, audits, recomputed rows.
              repair      Fetch the bars of damaged files again, recompute damaged features, and report what cannot be rebuilt.
              backup      Write lake, published tables and reports into a new directory.
              restore     Restore a backup into the data root.
              doctor      Check the installation and show how to correct it; exits 0 ok or warnings, 65 damaged data, 75 server down, 78 configuration.
              prune       Delete reports of old runs with their rows in job_run, and the pages of old sessions; what status needs stays.
              order       Write the order file from which shards compute parts of the features.
              shard       Compute a share of the features of an order file; the next run takes what is computed.
              sync        Send the lake to a folder or an object store, or take it from there; only missing files are transferred.
              export      Write the schedules for cron, systemd or Kubernetes, or Iceberg metadata, with which other engines read the lake.
              completion  Write a completion script for bash, zsh or fish.
              help        Show this help, or that of a command: help COMMAND.
              version     Show the version.

            The default command is run. See './run.sh help COMMAND' for arguments and options.

            """);
    }

    [Theory]
    [InlineData("help run")]
    [InlineData("run --help")]
    [InlineData("run echo --workers 0 -h")]
    public async Task Help_of_a_command_lists_its_arguments_and_options(string arguments)
    {
        (await bench.RunAsync(arguments)).ShouldBe(0);
        bench.Output.ToString().ShouldBe("""
            Usage: ./run.sh run [TARGET] [OPTIONS]

            Run a job or a chain of jobs.

            Arguments:
              TARGET  Job or chain to run (default: bootstrap_daily_coverage_tracked).

            Options:
              --workers N             Number of parallel jobs (default: number of cores).
              --wait DURATION         How long to wait while another run is in progress, like 30m (default: not at all).
              --quiet                 Print nothing when the run is ok.
              --log FORMAT            text, or json: a log event per line (default: text).
              --allow-older           Run although a newer session is published, which stays published.
              --republish             Replace the published session by an older one.
              --exit-on-partial       Exit with 65 instead of 0 when the run is partial.
              --catch-up SCHEDULE     Run the target of this schedule, and with its 'catch_up: all' every missed session before.
              --dry-run               Show the plan and exit.
              --set JOB.OPTION=VALUE  Override an option for this run; repeatable.
              --only JOB              Run only this job of TARGET.
              --from JOB              Run only this job of TARGET and those that depend on it.
              --as-of DATE            Session to run for, like 2018-02-07 (default: the newest).
              --jobs FILE             Job file (default: jobs.yaml).
              --help                  Show this help.

            Examples:
              # The nightly chain.
              ./run.sh run
              # The same from cron: prints nothing when all is well.
              ./run.sh run --quiet --wait 30m --exit-on-partial
              # An older session, published; as log events.
              ./run.sh run --as-of 2018-02-07 --allow-older --republish --workers 2 --log json
              # The plan of one job of the chain.
              ./run.sh run --only publish_screens --dry-run
              # A part of the chain with another option.
              ./run.sh run --from recompute_indicators_universe --set recompute_indicators_universe.keep=all
              # The sessions that a schedule missed.
              ./run.sh run --catch-up nightly --jobs jobs.yaml

            """);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("--version")]
    public async Task The_version_is_printed(string arguments)
    {
        (await bench.RunAsync(arguments)).ShouldBe(0);
        bench.Output.ToString().ShouldMatch(@"^quantmatrix \d+\.\d+\.\d+[^ ]*( \([0-9a-f]{7}\))?\n$");
    }

    [Theory]
    [InlineData("1.2.3+abcdef1234567890abcdef1234567890abcdef12", "quantmatrix 1.2.3 (abcdef1)")]
    [InlineData("1.2.4-alpha.0.7+abcdef1234567890", "quantmatrix 1.2.4-alpha.0.7 (abcdef1)")]
    [InlineData("1.2.3", "quantmatrix 1.2.3")]
    [InlineData("1.2.3+dev", "quantmatrix 1.2.3")]
    public void The_version_has_the_commit_when_it_is_known(string informational, string text) => $"{ProgramVersion.Of(informational)}".ShouldBe(text);

    [Fact]
    public async Task Several_sets_may_precede_the_target()
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
    public async Task A_run_prints_one_aligned_line_per_job_its_notes_and_a_line_for_the_run()
    {
        bench.WriteJobs("""
            jobs:
              first: {run: scripted, options: {end: unfit}}
              second_one: {run: scripted, options: {end: partial}}
            chains: {all: {jobs: [first, second_one]}}
            """);
        await bench.RunAsync("run all");
        var lines = bench.Output.ToString().Split('\n');
        lines[0].ShouldMatch(@"^FAILED 1st night since 20\d\d-\d\d-\d\d: first: bars\.csv:3: high is below low; \./run\.sh retry 20\w+Z-\w{4}$");
        lines[1].ShouldMatch(@"^first       failed   bars\.csv:3: high is below low  \d+\.\d s$");
        lines[2].ShouldBe("    bars.csv:9: volume is negative");
        lines[3].ShouldMatch(@"^second_one  partial  most done  \d+\.\d s$");
        lines[4].ShouldBe("    one is missing");
        lines[5].ShouldMatch($@"^run {bench.Report().RunId}  exit 65  \d+\.\d s  .*{bench.Report().RunId}\.json$");
    }

    [Fact]
    public async Task Columns_are_listed_from_the_catalogue()
    {
        (await bench.RunAsync("columns --format md")).ShouldBe(0);
        bench.Output.ToString().ShouldContain("| rsi_14 | ratio |");
        (await bench.RunAsync("columns --format json")).ShouldBe(0);
        bench.Output.ToString().ShouldContain("\"name\":\"rsi_14\"");
    }

    public void Dispose() => bench.Dispose();
}
