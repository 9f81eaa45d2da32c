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
    public void Jobs_follow_those_they_need_otherwise_the_order_of_the_chain() => Names(new("all")).ShouldBe(["first", "middle", "last", "aside"]);

    [Fact]
    public void A_job_run_by_name_runs_alone() => Names(new("last")).ShouldBe(["last"]);

    [Fact]
    public void A_needed_job_outside_the_chain_is_skipped_but_the_order_holds_across_it() =>
        Plan(new("gap")).Jobs.Single(j => j.Name == "last").Waits.ShouldBe(["first"]);

    [Fact]
    public void Only_runs_one_job() => Names(new("all") { Only = "middle" }).ShouldBe(["middle"]);

    [Fact]
    public void From_runs_a_job_and_those_that_depend_on_it() => Names(new("all") { From = "middle" }).ShouldBe(["middle", "last"]);

    [Fact]
    public void The_kind_the_file_the_chain_and_the_command_line_override_an_option_in_this_order()
    {
        Days(new("elsewhere")).ShouldBe("3");
        Days(new("last")).ShouldBe("10");
        Days(new("all")).ShouldBe("20");
        Days(new("all") { Set = ["all.history_days=30"] }).ShouldBe("30");
        Days(new("all") { Set = ["last.days=40", "all.history_days=30"] }).ShouldBe("40");
    }

    [Fact]
    public void The_option_texts_of_a_plan_are_valid_input()
    {
        string[] typed = ["last.keep=all", "last.since=2018-02-07", "last.loud=true", "last.text=x=y", "last.symbols=A,BRK-B",
            "last.names={a: x < 3 and 'b' <> \"c\", b: \"1, {2}\"}"];
        var texts = Plan(new("last") { Set = typed }).Jobs[0].OptionTexts;
        texts["symbols"].ShouldBe("A,BRK-B");
        texts["text"].ShouldBe("x=y");
        texts["names"].ShouldBe("""{"a":"x < 3 and 'b' <> \"c\"","b":"1, {2}"}""");
        Plan(new("last") { Set = [.. texts.Select(t => $"last.{t.Key}={t.Value}")] }).Jobs[0].OptionTexts.ShouldBe(texts);
        Plan(new("last") { Set = ["last.symbols=null"] }).Jobs[0].OptionTexts["symbols"].ShouldBe("null");
    }

    [Fact]
    public void Every_fault_of_the_command_line_is_reported_at_once() => Fault(new("all")
    {
        Set = ["last.days=0", "last.dys=1", "lst.days=1", "elsewhere.days=1", "all.history=1", "last.names={bad: x, bad2: y}", "days=1", "last.days"],
        Only = "frist",
    }).Split('\n').ShouldBe([
        "--only frist: no such job in 'all'; did you mean 'first'?",
        "--set days=1: expected JOB.OPTION=VALUE",
        "--set last.days: expected JOB.OPTION=VALUE",
        "--set last.days=0: option 'days' of job 'last' is '0'; expected a whole number from 1 to 100",
        "--set last.dys=1: job 'last' has no option 'dys'; did you mean 'days'?",
        "--set lst.days=1: no job 'lst' in 'all'; did you mean 'last'?",
        "--set elsewhere.days=1: no job 'elsewhere' in 'all'; expected one of last, aside, middle, first, all",
        "--set all.history=1: chain 'all' has no option 'history'; did you mean 'history_days'?",
        "--set last.names={bad: x, bad2: y}: option 'names' of job 'last': invalid name 'bad'",
        "--set last.names={bad: x, bad2: y}: option 'names' of job 'last': invalid name 'bad2'",
    ]);

    [Fact]
    public void An_unknown_target_or_job_suggests_the_nearest_name()
    {
        Fault(new("lsat")).ShouldBe("unknown job or chain 'lsat'; did you mean 'last'?");
        Fault(new("all") { From = "frist" }).ShouldBe("--from frist: no such job in 'all'; did you mean 'first'?");
        Fault(new("all") { Only = "first", From = "first" }).ShouldBe("--only and --from are mutually exclusive");
    }

    private static RunPlan Plan(PlanRequest request) => new Planner(File).Plan(request);

    private static string[] Names(PlanRequest request) => [.. Plan(request).Jobs.Select(j => j.Name)];

    private static string Days(PlanRequest request) => Plan(request).Jobs.Single(j => j.Name is "last" or "elsewhere").OptionTexts["days"];

    private static string Fault(PlanRequest request) => Should.Throw<UsageException>(() => Plan(request)).Message;
}
