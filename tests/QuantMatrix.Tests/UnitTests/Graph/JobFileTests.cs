using QuantMatrix.Batch.Config.Yaml;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Graph;

public sealed class JobFileTests
{
    [Fact]
    public void Every_fault_of_the_file_is_reported_at_once_in_order_of_lines() => Faults("""
        checks: {price_step: hold, outage: hodl}
        jobs:
          echo:
            needs: [scriptd]
            options: {dys: 5}
          scripted:
            run: scrpted
            needs: [loop]
          early: {run: echo, nedes: [echo], options: {days: 0, keep: none, since: today, loud: 7, symbols: {a: b}}}
          late: {run: echo, options: {days: soon, days: 5}}
          loop: {run: echo, needs: [scripted, echo, echo]}
        chains:
          night: {jobs: [echo, erly, echo], options: {n: {default: 0, sets: early.days}, m: {value: 1}, o: {default: x, sets: echo.days}}}
          echo: {jobs: [late]}
          empty: {jobs: []}
        schedules:
          nightly: {cron: "0 25 * * *", target: nigt}
        providers: {bars: [fmp, yaho, fmp]}
        market: {benchmark: S&P}
        job: {}
        """).ShouldBe([
            "jobs.yaml:1: option 'outage' of section 'checks' is 'hodl'; expected one of off, warn, fail",
            "jobs.yaml:4: job 'echo' needs unknown job 'scriptd'; did you mean 'scripted'?",
            "jobs.yaml:5: job 'echo' has no option 'dys'; did you mean 'days'?",
            "jobs.yaml:6: circular dependency: scripted -> loop -> scripted",
            "jobs.yaml:7: job 'scripted' has unknown kind 'scrpted'; did you mean 'scripted'?",
            "jobs.yaml:9: job 'early' has unknown key 'nedes'; did you mean 'needs'?",
            "jobs.yaml:9: option 'days' of job 'early' is '0'; expected a whole number from 1 to 100",
            "jobs.yaml:9: option 'keep' of job 'early' is 'none'; expected 'all' or a whole number from 1",
            "jobs.yaml:9: option 'since' of job 'early' is 'today'; expected a date like 2018-02-07 or null",
            "jobs.yaml:9: option 'loud' of job 'early' is '7'; expected true or false",
            "jobs.yaml:9: option 'symbols' of job 'early' is a map; expected a list like [A, B] or null",
            "jobs.yaml:10: option 'days' of job 'late' is defined twice; first at line 10",
            "jobs.yaml:10: option 'days' of job 'late' is 'soon'; expected a whole number from 1 to 100",
            "jobs.yaml:11: job 'loop' needs 'echo' twice",
            "jobs.yaml:13: chain 'night' lists unknown job or chain 'erly'; did you mean 'early'?",
            "jobs.yaml:13: chain 'night' lists 'echo' twice",
            "jobs.yaml:13: option 'n' of chain 'night' sets job 'early', which is not in the chain; expected 'echo'",
            "jobs.yaml:13: option 'm' of chain 'night' has unknown key 'value'; expected one of default, sets",
            "jobs.yaml:13: option 'm' of chain 'night' has no 'default'; expected {default: VALUE, sets: JOB.OPTION}",
            "jobs.yaml:13: option 'm' of chain 'night' has no 'sets'; expected {default: VALUE, sets: JOB.OPTION}",
            "jobs.yaml:13: option 'days' of job 'echo' is 'x'; expected a whole number from 1 to 100",
            "jobs.yaml:14: chain 'echo' has the name of a job; expected a different name",
            "jobs.yaml:15: chain 'empty' has no jobs; expected a list 'jobs'",
            "jobs.yaml:17: schedule 'nightly' has invalid cron expression '0 25 * * *'; expected five fields like '0 3 * * *'",
            "jobs.yaml:17: schedule 'nightly' runs unknown job or chain 'nigt'; did you mean 'night'?",
            "jobs.yaml:18: option 'bars' of section 'providers': unknown provider 'yaho'; did you mean 'yahoo'?",
            "jobs.yaml:18: option 'bars' of section 'providers': 'fmp' is listed twice",
            "jobs.yaml:19: option 'benchmark' of section 'market': found 'S&P'; expected a ticker like SPY or BRK-B",
            "jobs.yaml:20: the file has unknown section 'job'; did you mean 'jobs'?",
        ]);

    [Fact]
    public void Every_fault_of_one_option_is_reported_with_its_own_line() => Faults("""
        jobs:
          twice:
            run: echo
            options:
              names:
                a: x
                a: y
                b: {}
                c:
              symbols:
                - A
                - [B]
                - {C: D}
          checked:
            run: echo
            options:
              names:
                good: x
                bad: y
                bad too: z
        """).ShouldBe([
            "jobs.yaml:7: option 'names' of job 'twice': 'a' is defined twice; first at line 6",
            "jobs.yaml:8: option 'names' of job 'twice': 'b' is a map; expected text",
            "jobs.yaml:9: option 'names' of job 'twice': 'c' is empty; expected text",
            "jobs.yaml:12: option 'symbols' of job 'twice': found a list of 1 as an item; expected text",
            "jobs.yaml:13: option 'symbols' of job 'twice': found a map as an item; expected text",
            "jobs.yaml:19: option 'names' of job 'checked': invalid name 'bad'",
            "jobs.yaml:20: option 'names' of job 'checked': invalid name 'bad too'",
        ]);

    [Fact]
    public void A_map_of_lists_and_the_rules_for_its_entries_are_checked_by_line()
    {
        const string pages = "jobs:\n  refresh_index_constituents:\n    options:\n      pages:\n";
        StandardFaults(pages + "        SP500: [/wiki/A, {b: c}]\n        DOW30:\n        NASDAQ100: {x: y}\n").ShouldBe([
            "jobs.yaml:5: option 'pages' of job 'refresh_index_constituents': 'SP500' is a list of 2; expected a list like [A, B]",
            "jobs.yaml:6: option 'pages' of job 'refresh_index_constituents': 'DOW30' is empty; expected a list like [A, B]",
            "jobs.yaml:7: option 'pages' of job 'refresh_index_constituents': 'NASDAQ100' is a map; expected a list like [A, B]",
        ]);
        StandardFaults(pages + "        SP50: [/wiki/A]\n        DOW30: []\n        NASDAQ100: [/wiki/A, https://example.com/wiki/B]\n").ShouldBe([
            "jobs.yaml:5: option 'pages' of job 'refresh_index_constituents': unknown index 'SP50'; did you mean 'SP500'?",
            "jobs.yaml:6: option 'pages' of job 'refresh_index_constituents': 'DOW30' has no page; expected one such as /wiki/Nasdaq-100",
            "jobs.yaml:7: option 'pages' of job 'refresh_index_constituents': 'NASDAQ100' has the page 'https://example.com/wiki/B'; "
                + "expected a path such as /wiki/Nasdaq-100, without scheme and host",
        ]);
        StandardFaults(pages + "        DOW30: [/wiki/A, /wiki/B]\n").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ops@example.com", true)]
    [InlineData("https://example.com/bot", true)]
    [InlineData("''", false)]
    [InlineData("ops (at) example.com", false)]
    [InlineData("öps@example.com", false)]
    public void A_contact_fits_into_a_user_agent(string contact, bool valid) =>
        StandardFaults($"jobs:\n  audit: {{}}\nproviders:\n  contact: {contact}\n").Length.ShouldBe(valid ? 0 : 1);

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0", true)]
    [InlineData("''", false)]
    [InlineData("Müller/1.0", false)]
    public void A_user_agent_is_one_line_of_ASCII(string userAgent, bool valid) =>
        StandardFaults($"jobs:\n  audit: {{}}\nproviders:\n  yahoo_user_agent: {userAgent}\n").Length.ShouldBe(valid ? 0 : 1);

    [Fact]
    public void A_cycle_is_shown_from_a_job_back_to_itself() => Faults("""
        jobs:
          a: {run: echo, needs: [b]}
          b: {run: echo, needs: [c]}
          c: {run: echo, needs: [a]}
          d: {run: echo, needs: [d]}
        """).ShouldBe(["jobs.yaml:2: circular dependency: a -> b -> c -> a", "jobs.yaml:5: circular dependency: d -> d"]);

    [Fact]
    public void A_job_defined_twice_is_reported_with_both_lines() => Faults("""
        jobs:
          echo: {}
          echo: {}
        """).ShouldBe(["jobs.yaml:3: job 'echo' of section 'jobs' is defined twice; first at line 2"]);

    [Theory]
    [InlineData("", "jobs.yaml:1: the file is empty; expected a section 'jobs'")]
    [InlineData("# only a comment\n", "jobs.yaml:1: the file is empty; expected a section 'jobs'")]
    [InlineData("chains: {}", "jobs.yaml:1: the file has no jobs; expected a section 'jobs'")]
    [InlineData("jobs: [a]", "jobs.yaml:1: section 'jobs' is a list of 1; expected a map")]
    [InlineData("hello", "jobs.yaml:1: the file is 'hello'; expected a map")]
    public void A_file_without_jobs_is_refused(string yaml, string message) => Faults(yaml).ShouldContain(message);

    [Theory]
    [InlineData("jobs:\n  a: [b\n")]
    [InlineData("jobs:\n  a: &x {}\n  b: *x\n")]
    [InlineData("jobs: {echo: {}}\n---\njobs: {echo: {}}\n")]
    [InlineData("jobs:\n\t- a")]
    [InlineData("? [a, b]\n: c")]
    public void Invalid_yaml_is_reported_with_its_line(string yaml) => Faults(yaml)[0].ShouldMatch("^jobs.yaml:[1-4]: invalid YAML: ");

    [Theory]
    [InlineData("jobs:\n  a:\n    needs: [b\n  c: {}\n", 3, "'[' is not closed")]
    [InlineData("jobs:\n  a: {run: echo, options: {days: 3}\n  b: {}\n", 2, "'{' is not closed")]
    [InlineData("jobs:\n  a: {run: echo, needs: [b, c}\n", 2, "'[' is not closed")]
    [InlineData("jobs:\n  a: {}\nchains:\n  night: {jobs: [a\n", 4, "'[' is not closed")]
    [InlineData("jobs:\n  a: [b, c\n    # a comment\n\n  d: {}\nmarket: {benchmark: SPY}\n", 2, "'[' is not closed")]
    public void An_unclosed_bracket_is_reported_at_the_line_that_opens_it(string yaml, int line, string reason) =>
        Faults(yaml)[0].ShouldStartWith($"jobs.yaml:{line}: invalid YAML: {reason}");

    [Theory]
    [InlineData("jobs:\n  a: &x {}\n", 2, "found the anchor '&x'; expected a plain value")]
    [InlineData("jobs:\n  &k a: {}\n", 2, "found the anchor '&k'; expected a plain value")]
    [InlineData("jobs:\n  a: {}\n  b: *x\n", 3, "found an alias; expected a value")]
    [InlineData("jobs:\n  a: !!set {b}\n", 2, "found the tag 'tag:yaml.org,2002:set'; expected a plain value")]
    [InlineData("jobs:\n  a: {run: !env HOME}\n", 2, "found the tag '!env'; expected a plain value")]
    [InlineData("jobs:\n  a: {run: \"e\0cho\"}\n", 2, "found a NUL character; expected text")]
    [InlineData("jobs: {}\n---\njobs: {}\n", 2, "found a second document; expected one")]
    public void Features_that_give_a_value_two_readings_are_refused(string yaml, int line, string reason) =>
        Faults(yaml).ShouldBe([$"jobs.yaml:{line}: invalid YAML: {reason}"]);

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    public void Depth_is_limited(string open, string close)
    {
        const string tooDeep = "jobs.yaml:2: invalid YAML: found lists and maps nested more than 32 deep; expected fewer";
        const int around = 2; // the file and its section
        Faults(Nested(YamlReader.MaxDepth - around)).ShouldNotContain(tooDeep);
        Faults(Nested(YamlReader.MaxDepth - around + 1)).ShouldBe([tooDeep]);
        Faults(Nested(100_000)).ShouldBe([tooDeep]);

        string Nested(int levels) =>
            $"jobs:\n  x: {string.Concat(Enumerable.Repeat(open, levels))}1{string.Concat(Enumerable.Repeat(close, levels))}";
    }

    [Fact]
    public void A_file_over_two_million_characters_is_refused() => Faults("jobs:\n  a: {}\n" + new string('#', 2 << 20))
        .ShouldBe(["jobs.yaml:1: invalid YAML: found more than 2,097,152 characters; expected a smaller file"]);

    [Fact]
    public void A_name_with_control_characters_is_refused_and_escaped() => Faults("jobs:\n  \"ec\\e[31mho\": {run: ech\u202Eo}\n").ShouldBe([
        @"jobs.yaml:2: job 'ec\u001B[31mho' of section 'jobs' contains a control character; expected a printable name",
        @"jobs.yaml:2: job 'ec\u001B[31mho' has unknown kind 'ech\u202Eo'; did you mean 'echo'?",
    ]);

    [Fact]
    public void A_missing_file_is_named() => Should.Throw<ConfigurationException>(() => new JobFileReader(JobKinds.Standard).Read("nowhere.yaml"))
        .Message.ShouldStartWith("nowhere.yaml: file not found");

    [Fact]
    public void The_projects_own_file_is_valid_and_its_schedules_are_due()
    {
        var file = new JobFileReader(JobKinds.Standard).Read(ProjectFile());
        file.Schedules.Single(s => s.Name == "restore-daily-coverage-tracked").Next(new(2018, 2, 7, 3, 0, 1, TimeSpan.Zero))
            .ShouldBe(new DateTimeOffset(2018, 2, 8, 3, 0, 0, TimeSpan.Zero));
        file.Market.Benchmark.ShouldBe("SPY");
        file.Chains.ToDictionary(c => c.Key, c => c.Value.Jobs.Count)
            .ShouldBe(new Dictionary<string, int> { ["bootstrap_daily_coverage_tracked"] = 9, ["fetch_daily"] = 3, ["intraday_5m"] = 4 }, ignoreOrder: true);
    }

    internal static string ProjectFile()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "jobs.yaml"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "jobs.yaml");
    }

    /// <summary>The faults of a file with the real kinds of jobs.</summary>
    private static string[] StandardFaults(string yaml)
    {
        try
        {
            new JobFileReader(JobKinds.Standard).Read("jobs.yaml", new StringReader(yaml));
            return [];
        }
        catch (ConfigurationException e)
        {
            return e.Message.Split('\n');
        }
    }

    private static string[] Faults(string yaml) => Should.Throw<ConfigurationException>(() => Workbench.Read(yaml)).Message.Split('\n');
}
