using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Graph;

public sealed class JobFileTests
{
    [Fact]
    public void Every_fault_of_the_file_is_told_at_once_with_its_line() => Faults("""
        jobs:
          echo:
            needs: [scriptd]
            options: {dys: 5}
          scripted:
            run: scrpted
          early: {run: echo, nedes: [echo], options: {days: 0, keep: none, since: today, loud: 7, symbols: {a: b}}}
          late: {run: echo, options: {days: soon, days: 5}}
          map: {run: echo, options: {names: {a: x, a: y}, text: {}}}
          checked: {run: echo, options: {names: {good: x, bad: y}}}
        chains:
          night: {jobs: [echo, erly], options: {n: {default: 0, sets: early.days}, m: {default: 1}, o: {default: x, sets: echo.days}}}
          echo: {jobs: [late]}
        schedules:
          nightly: {cron: "0 25 * * *", target: nigt}
        job: {}
        """).ShouldBe([
            "jobs.yaml:3: job 'echo' needs 'scriptd', which is no job; did you mean 'scripted'?",
            "jobs.yaml:4: job 'echo' has no option 'dys'; did you mean 'days'?",
            "jobs.yaml:6: job 'scripted' is of the unknown kind 'scrpted'; did you mean 'scripted'?",
            "jobs.yaml:7: job 'early' has no key 'nedes'; did you mean 'needs'?",
            "jobs.yaml:7: option 'days' of job 'early' is '0'; expected a whole number from 1 to 100",
            "jobs.yaml:7: option 'keep' of job 'early' is 'none'; expected 'all' or a whole number from 1",
            "jobs.yaml:7: option 'since' of job 'early' is 'today'; expected a date like 2018-02-07 or null",
            "jobs.yaml:7: option 'loud' of job 'early' is '7'; expected true or false",
            "jobs.yaml:7: option 'symbols' of job 'early' is a map; expected a list like [A, B] or null",
            "jobs.yaml:8: option 'days' of 'options' of job 'late' is given twice; first at line 8",
            "jobs.yaml:8: option 'days' of job 'late' is 'soon'; expected a whole number from 1 to 100",
            "jobs.yaml:9: option 'names' of job 'map' is a map; expected a map like {NAME: TEXT}, each name once or null",
            "jobs.yaml:9: option 'text' of job 'map' is a map; expected a text",
            "jobs.yaml:10: option 'names' of job 'checked': 'bad' is no good name",
            "jobs.yaml:12: chain 'night' lists 'erly', which is no job; did you mean 'early'?",
            "jobs.yaml:12: option 'n' of chain 'night' sets 'early', which is no job of the chain; known: echo",
            "jobs.yaml:12: option 'm' of chain 'night' lacks 'sets'; expected {default: VALUE, sets: JOB.OPTION}",
            "jobs.yaml:12: option 'days' of job 'echo' is 'x'; expected a whole number from 1 to 100",
            "jobs.yaml:13: chain 'echo' has the name of a job; expected a name of its own",
            "jobs.yaml:15: schedule 'nightly' has the cron '0 25 * * *'; expected five fields like '0 3 * * *'",
            "jobs.yaml:15: schedule 'nightly' runs 'nigt', which is no job or chain; did you mean 'night'?",
            "jobs.yaml:16: the file has no key 'job'; did you mean 'jobs'?",
        ]);

    [Fact]
    public void A_cycle_is_shown_as_the_way_round_it() => Faults("""
        jobs:
          a: {run: echo, needs: [b]}
          b: {run: echo, needs: [c]}
          c: {run: echo, needs: [a]}
          d: {run: echo, needs: [d]}
        """).ShouldBe(["jobs.yaml:2: jobs need each other: a -> b -> c -> a", "jobs.yaml:5: jobs need each other: d -> d"]);

    [Fact]
    public void A_doubled_job_is_told_with_both_lines() => Faults("""
        jobs:
          echo: {}
          echo: {}
        """).ShouldBe(["jobs.yaml:3: name 'echo' of jobs is given twice; first at line 2"]);

    [Theory]
    [InlineData("", "jobs.yaml:1: the file is empty; expected a section 'jobs'")]
    [InlineData("# only words\n", "jobs.yaml:1: the file is empty; expected a section 'jobs'")]
    [InlineData("chains: {}", "jobs.yaml:1: the file has no jobs; expected a section 'jobs'")]
    [InlineData("jobs: [a]", "jobs.yaml:1: jobs is a list of 1; expected a map")]
    [InlineData("hello", "jobs.yaml:1: the file is 'hello'; expected a map")]
    public void A_file_without_jobs_is_refused(string yaml, string message) => Faults(yaml).ShouldContain(message);

    [Theory]
    [InlineData("jobs:\n  a: [b\n")]
    [InlineData("jobs:\n  a: &x {}\n  b: *x\n")]
    [InlineData("jobs: {echo: {}}\n---\njobs: {echo: {}}\n")]
    [InlineData("jobs:\n\t- a")]
    [InlineData("? [a, b]\n: c")]
    public void What_is_not_plain_yaml_is_refused_with_its_line(string yaml) => Faults(yaml)[0].ShouldMatch("^jobs.yaml:[1-4]: not YAML: ");

    [Fact]
    public void A_missing_file_is_named() => Should.Throw<ConfigurationException>(() => new JobFileReader(JobKinds.Standard).Read("nowhere.yaml"))
        .Message.ShouldStartWith("nowhere.yaml: no such file");

    [Fact]
    public void The_projects_own_file_is_valid_and_its_schedules_come_due()
    {
        var file = new JobFileReader(JobKinds.Standard).Read(ProjectFile());
        file.Schedules.Single(s => s.Name == "restore-daily-coverage-tracked").Next(new(2018, 2, 7, 3, 0, 1, TimeSpan.Zero))
            .ShouldBe(new DateTimeOffset(2018, 2, 8, 3, 0, 0, TimeSpan.Zero));
        file.Chains.Values.Single().Jobs.Count.ShouldBe(7);
    }

    private static string ProjectFile()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "jobs.yaml"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "jobs.yaml");
    }

    private static string[] Faults(string yaml) => Should.Throw<ConfigurationException>(() => Workbench.Read(yaml)).Message.Split('\n');
}
