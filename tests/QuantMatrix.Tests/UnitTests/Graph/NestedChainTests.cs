using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>Chains whose lists name other chains.</summary>
public sealed class NestedChainTests : IDisposable
{
    private const string Yaml = """
        jobs:
          one: {run: echo}
          two: {run: echo, needs: [one]}
          three: {run: echo, needs: [two]}
          four: {run: echo}
        chains:
          week: {jobs: [night, four], options: {fours: {default: 40, sets: four.days}, twos: {default: 22, sets: night.twos}}}
          night: {jobs: [early, three, one], options: {threes: {default: 30, sets: three.days}, shared: {default: 31, sets: three.days}}}
          early: {jobs: [one, two], options: {twos: {default: 20, sets: two.days}, shared: {default: 10, sets: one.days}}}
        """;

    private readonly Workbench bench = new();

    public NestedChainTests() => bench.WriteJobs(Yaml);

    [Theory]
    [InlineData("early", "one=10 two=20")]
    [InlineData("night", "one=10 two=20 three=31")]
    [InlineData("week", "one=10 two=22 three=31 four=40")]
    [InlineData("night --set night.twos=21", "one=10 two=21 three=31")]
    [InlineData("night --set early.shared=11", "one=11 two=20 three=31")]
    [InlineData("night --set night.shared=33", "one=10 two=20 three=33")]
    [InlineData("week --set week.threes=35 --set night.threes=34", "one=10 two=22 three=35 four=40")]
    [InlineData("week --set early.twos=24 --set night.twos=25", "one=10 two=25 three=31 four=40")]
    [InlineData("week --set two.days=26 --set week.twos=27", "one=10 two=26 three=31 four=40")]
    public async Task Jobs_run_once_and_options_reach_through(string target, string days)
    {
        (await bench.RunAsync($"run {target}")).ShouldBe(0, bench.Error.ToString());
        string.Join(' ', bench.Report().Jobs.Select(j => $"{j.Name}={j.Options["days"]}")).ShouldBe(days);
    }

    [Theory]
    [InlineData("week --set week.shared=5", "chain 'week' has no option 'shared'; expected one of twos, threes, fours")]
    [InlineData("early --set night.threes=5", "no job 'night' in 'early'; expected one of one, two, early")]
    [InlineData("week --set night.threes=0", "option 'days' of job 'three' is '0'; expected a whole number from 1 to 100")]
    public async Task An_option_that_is_not_clear_is_refused(string target, string message)
    {
        (await bench.RunAsync($"run {target}")).ShouldBe(64);
        bench.Error.ToString().TrimEnd().ShouldEndWith(message);
    }

    [Fact]
    public async Task The_list_shows_chains_as_written()
    {
        (await bench.RunAsync("jobs")).ShouldBe(0);
        bench.Output.ToString().ShouldContain("night  early, three, one");
    }

    [Fact]
    public void Ten_thousand_chains_in_a_row_are_read()
    {
        var chains = string.Concat(Enumerable.Range(1, 10_000).Select(i => $"  c{i}: {{jobs: [c{i - 1}]}}\n"));
        var file = Workbench.Read($"jobs: {{echo: {{}}}}\nchains:\n  c0: {{jobs: [echo]}}\n{chains}");
        file.Chains["c10000"].Jobs.ShouldBe(["echo"]);
    }

    public void Dispose() => bench.Dispose();
}
