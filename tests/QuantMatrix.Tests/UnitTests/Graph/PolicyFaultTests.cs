using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>Faults of the keys that tell the runner how to treat a job or a schedule, and of chains in chains.</summary>
public class PolicyFaultTests
{
    [Fact]
    public void Every_fault_of_a_policy_has_its_line() => Faults("""
        jobs:
          a:
            run: scripted
            timeout: soon
            on_failure: ignore
            retries:
              times: -1
              delay: 5
              backof: 2
              times: 3
          b: {run: scripted, retries: 3, timeout: 0s, timout: 5m}
          c:
            run: scripted
            partial_if: {rows: 2%, rws: "> 2%"}
            fail_if:
              rows: "> 2%"
              row: "> 1"
              calls: "> 5%"
          d: {run: echo, fail_if: {rows: "> 1"}}
          e: {run: scripted, timeout: 31d, retries: {times: 21, backoff: 0.5}}
          f: {run: scripted, fail_if: {rws: "> 1"}, timeout: 5m, timeout: 6m}
        """).ShouldBe([
            "jobs.yaml:4: key 'timeout' of job 'a' is 'soon'; expected a duration like 90s, 30m, 2h or 1d, at most 30d or null",
            "jobs.yaml:5: key 'on_failure' of job 'a' is 'ignore'; expected one of stop, continue",
            "jobs.yaml:7: key 'retries' of job 'a': 'times' is '-1'; expected a whole number from 0 to 20",
            "jobs.yaml:8: key 'retries' of job 'a': 'delay' is '5'; expected a duration like 90s, 30m, 2h or 1d, at most 30d",
            "jobs.yaml:9: key 'retries' of job 'a': unknown key 'backof'; did you mean 'backoff'?",
            "jobs.yaml:10: key 'retries' of job 'a': 'times' is defined twice; first at line 7",
            "jobs.yaml:11: job 'b' has unknown key 'timout'; did you mean 'timeout'?",
            "jobs.yaml:11: key 'retries' of job 'b' is '3'; expected a map like {times: 0, delay: 30s, backoff: 2}",
            "jobs.yaml:11: key 'timeout' of job 'b': found '0s'; expected at least 1s",
            "jobs.yaml:14: key 'partial_if' of job 'c': 'rows' is '2%'; expected a limit like \"> 10\" or \"> 2%\"; the comparison is one of >, >=, < and <=",
            "jobs.yaml:19: key 'fail_if' of job 'd': unknown counter 'rows'; none are defined",
            "jobs.yaml:20: key 'timeout' of job 'e' is '31d'; expected a duration like 90s, 30m, 2h or 1d, at most 30d or null",
            "jobs.yaml:20: key 'retries' of job 'e': 'times' is '21'; expected a whole number from 0 to 20",
            "jobs.yaml:20: key 'retries' of job 'e': 'backoff' is '0.5'; expected a number from 1 to 10",
            "jobs.yaml:21: key 'timeout' of job 'f' is defined twice; first at line 21",
            "jobs.yaml:21: key 'fail_if' of job 'f': unknown counter 'rws'; did you mean 'rows'?",
        ]);

    [Fact]
    public void A_limit_names_a_counter_of_the_kind_and_a_percentage_needs_a_total() => Faults("""
        jobs:
          c:
            run: scripted
            partial_if: {elephants: "> 2"}
            fail_if:
              rows: "> 2%"
              calls: "> 5%"
        """).ShouldBe([
            "jobs.yaml:4: key 'partial_if' of job 'c': unknown counter 'elephants'; expected one of rows, rows_all, calls",
            "jobs.yaml:7: key 'fail_if' of job 'c': counter 'calls' has no total for a percentage; expected a number like \"> 10\"",
        ]);

    [Fact]
    public void A_schedule_says_how_it_catches_up_and_exits()
    {
        Faults("""
            jobs: {echo: {}}
            schedules:
              night: {cron: 0 3 * * *, target: echo, catch_up: some, exit_on_partial: maybe}
              day: {cron: 0 3 * * *, target: echo, cathc_up: all}
            """).ShouldBe([
                "jobs.yaml:3: key 'catch_up' of schedule 'night' is 'some'; expected one of latest, all or null",
                "jobs.yaml:3: key 'exit_on_partial' of schedule 'night' is 'maybe'; expected true or false",
                "jobs.yaml:4: schedule 'day' has unknown key 'cathc_up'; did you mean 'catch_up'?",
            ]);
    }

    [Fact]
    public void Chains_that_contain_each_other_are_shown_with_their_lines() => Faults("""
        jobs: {echo: {}}
        chains:
          a: {jobs: [echo, b]}
          b:
            jobs: [c]
          c: {jobs: [a]}
          self: {jobs: [self]}
          fine: {jobs: [echo]}
        """).ShouldBe([
            "jobs.yaml:3: circular chains: a (line 3) -> b (line 4) -> c (line 6) -> a (line 3)",
            "jobs.yaml:7: circular chains: self (line 7) -> self (line 7)",
        ]);

    [Fact]
    public void Every_fault_of_a_chain_in_a_chain_is_reported() => Faults("""
        jobs: {echo: {}, other: {run: echo}}
        chains:
          outer: {jobs: [innr, inner, inner], options: {n: {default: 0, sets: inner.n}, m: {default: 1, sets: inner.m}, o: {default: 1, sets: other.days}}}
          inner: {jobs: [echo], options: {n: {default: 2, sets: echo.days}}}
        """).ShouldBe([
            "jobs.yaml:3: chain 'outer' lists unknown job or chain 'innr'; did you mean 'inner'?",
            "jobs.yaml:3: chain 'outer' lists 'inner' twice",
            "jobs.yaml:3: option 'days' of job 'echo' is '0'; expected a whole number from 1 to 100",
            "jobs.yaml:3: option 'm' of chain 'outer' sets option 'm' of chain 'inner', which has no such option; did you mean 'n'?",
            "jobs.yaml:3: option 'o' of chain 'outer' sets job 'other', which is not in the chain; expected one of echo, inner",
        ]);

    private static string[] Faults(string yaml) => Should.Throw<ConfigurationException>(() => Workbench.Read(yaml)).Message.Split('\n');
}
