using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.UnitTests.Graph;

public sealed class PlannerTests
{
    private static readonly JobFile File = Workbench.Read("""
        jobs:
          last: {run: echo, needs: [middle], options: {days: 10, symbols: [A, B]}}
          middle: {run: echo, needs: [first]}
          first: {run: echo}
          aside: {run: echo, needs: [first]}
          elsewhere: {run: echo}
        chains:
          all: {jobs: [last, aside, middle, first], options: {history_days: {default: 20, sets: last.days}}}
          gap: {jobs: [last, first]}
        """);

    [Fact]
    public void Jobs_come_after_those_they_need_else_in_the_chains_order() => Names(new("all")).ShouldBe(["first", "middle", "last", "aside"]);

    [Fact]
    public void A_job_run_by_its_name_runs_alone() => Names(new("last")).ShouldBe(["last"]);

    [Fact]
    public void A_needed_job_outside_the_chain_is_not_waited_for_but_the_order_holds_across_it() =>
        Plan(new("gap")).Jobs.Single(j => j.Name == "last").Waits.ShouldBe(["first"]);

    [Fact]
    public void Only_runs_one_job() => Names(new("all") { Only = "middle" }).ShouldBe(["middle"]);

    [Fact]
    public void From_runs_a_job_and_those_after_it() => Names(new("all") { From = "middle" }).ShouldBe(["middle", "last"]);

    [Fact]
    public void An_option_is_the_kinds_then_the_files_then_the_chains_then_the_command_lines()
    {
        Days(new("elsewhere")).ShouldBe("3");
        Days(new("last")).ShouldBe("10");
        Days(new("all")).ShouldBe("20");
        Days(new("all") { Set = ["all.history_days=30"] }).ShouldBe("30");
        Days(new("all") { Set = ["last.days=40", "all.history_days=30"] }).ShouldBe("40");
    }

    [Fact]
    public void A_plans_options_can_be_typed_back_in()
    {
        string[] typed = ["last.keep=all", "last.since=2018-02-07", "last.loud=true", "last.text=x=y", "last.symbols=A,BRK-B", "last.names={a: x < 3 and 'b' <> \"c\", b: \"1, {2}\"}"];
        var texts = Plan(new("last") { Set = typed }).Jobs[0].OptionTexts;
        texts["symbols"].ShouldBe("A,BRK-B");
        texts["text"].ShouldBe("x=y");
        texts["names"].ShouldBe("""{"a":"x < 3 and 'b' <> \"c\"","b":"1, {2}"}""");
        Plan(new("last") { Set = [.. texts.Select(t => $"last.{t.Key}={t.Value}")] }).Jobs[0].OptionTexts.ShouldBe(texts);
        Plan(new("last") { Set = ["last.symbols=null"] }).Jobs[0].OptionTexts["symbols"].ShouldBe("null");
    }

    [Fact]
    public void Every_wrong_set_is_told_at_once() => Fault(new("all")
    {
        Set = ["last.days=0", "last.dys=1", "lst.days=1", "elsewhere.days=1", "all.history=1", "days=1", "last.days"],
    }).Split('\n').ShouldBe([
        "--set last.days=0: option 'days' of job 'last' is '0'; expected a whole number from 1 to 100",
        "--set last.dys=1: job 'last' has no option 'dys'; did you mean 'days'?",
        "--set lst.days=1: 'lst' is no job of 'all'; did you mean 'last'?",
        "--set elsewhere.days=1: 'elsewhere' is no job of 'all'; known: last, aside, middle, first, all",
        "--set all.history=1: chain 'all' has no option 'history'; did you mean 'history_days'?",
        "--set days=1: expected JOB.OPTION=VALUE",
        "--set last.days: expected JOB.OPTION=VALUE",
    ]);

    [Fact]
    public void An_unknown_target_or_job_is_answered_with_the_one_that_was_meant()
    {
        Fault(new("lsat")).ShouldBe("'lsat' is no job or chain; did you mean 'last'?");
        Fault(new("all") { Only = "frist" }).ShouldBe("'frist' is no job of 'all'; did you mean 'first'?");
        Fault(new("all") { Only = "first", From = "first" }).ShouldContain("exclude each other");
    }

    private static RunPlan Plan(PlanRequest request) => new Planner(File).Plan(request);

    private static string[] Names(PlanRequest request) => [.. Plan(request).Jobs.Select(j => j.Name)];

    private static string Days(PlanRequest request) => Plan(request).Jobs.Single(j => j.Name is "last" or "elsewhere").OptionTexts["days"];

    private static string Fault(PlanRequest request) => Should.Throw<UsageException>(() => Plan(request)).Message;
}
