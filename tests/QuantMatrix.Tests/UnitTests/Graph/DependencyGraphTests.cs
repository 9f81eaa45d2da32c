using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>Graphs on which a planner that visits a job once per path, or recursively, does not finish.</summary>
public class DependencyGraphTests
{
    private const int Jobs = 10_000;

    [Fact]
    public void Forty_fully_connected_layers_are_planned()
    {
        const int layers = 40, width = 5;
        var yaml = File(from layer in Enumerable.Range(0, layers)
                        from i in Enumerable.Range(0, width)
                        select (Name(layer, i), layer == 0 ? [] : Enumerable.Range(0, width).Select(j => Name(layer - 1, j))));
        var plan = Plan(yaml, "all");
        plan.Jobs.Count.ShouldBe(layers * width);
        plan.Jobs[^1].Waits.Count.ShouldBe(width);

        // Only the first and the last layer run; the others are a gap.
        var names = Enumerable.Range(0, width).SelectMany(i => new[] { Name(0, i), Name(layers - 1, i) });
        var ends = Plan($"{yaml}  ends: {{jobs: [{string.Join(", ", names)}]}}\n", "ends");
        ends.Jobs.Count.ShouldBe(2 * width);
        ends.Jobs[^1].Waits.ShouldBe(Enumerable.Range(0, width).Select(i => Name(0, i)));

        static string Name(int layer, int i) => $"l{layer}_{i}";
    }

    [Fact]
    public void Ten_thousand_jobs_in_a_chain_are_planned()
    {
        var yaml = File(Enumerable.Range(0, Jobs).Reverse().Select(i => ($"j{i}", i == 0 ? [] : (IEnumerable<string>)[$"j{i - 1}"])));
        Plan(yaml, "all").Jobs.Select(j => j.Name).ShouldBe(Enumerable.Range(0, Jobs).Select(i => $"j{i}"));
        new Planner(Workbench.Read(yaml)).Plan(new("all") { From = $"j{Jobs - 2}" }).Jobs.Count.ShouldBe(2);
        new Planner(Workbench.Read($"{yaml}  ends: {{jobs: [j0, j{Jobs - 1}]}}\n")).Plan(new("ends")).Jobs[1].Waits.ShouldBe(["j0"]);
    }

    [Fact]
    public void Ten_thousand_jobs_that_one_job_needs_are_planned()
    {
        var fan = Enumerable.Range(0, Jobs).Select(i => $"j{i}").ToList();
        var plan = Plan(File([("sink", fan), .. fan.Select(name => (name, (IEnumerable<string>)["root"])), ("root", [])]), "all");
        plan.Jobs[0].Name.ShouldBe("root");
        plan.Jobs[^1].Waits.Count.ShouldBe(Jobs);
    }

    [Fact]
    public void A_cycle_of_ten_thousand_jobs_is_found()
    {
        var cycle = DependencyGraph.Cycles(["0"], name => [$"{(int.Parse(name, null) + 1) % Jobs}"]).ShouldHaveSingleItem();
        cycle.Count.ShouldBe(Jobs + 1);
        cycle[^1].ShouldBe("0");
    }

    [Fact]
    public void Every_back_edge_is_a_cycle_of_its_own_and_no_path_is_searched_twice()
    {
        var needs = new Dictionary<string, string[]> { ["a"] = ["b", "c"], ["b"] = ["d"], ["c"] = ["d"], ["d"] = ["a", "b"] };
        DependencyGraph.Cycles(needs.Keys, name => needs[name]).Select(c => string.Join(' ', c)).ShouldBe(["a b d a", "b d b"]);
    }

    private static RunPlan Plan(string yaml, string target) => new Planner(Workbench.Read(yaml)).Plan(new(target));

    private static string File(IEnumerable<(string Name, IEnumerable<string> Needs)> jobs)
    {
        var all = jobs.ToList();
        var lines = all.Select(j => $"  {j.Name}: {{run: echo, needs: [{string.Join(", ", j.Needs)}]}}\n");
        return $"jobs:\n{string.Concat(lines)}chains:\n  all: {{jobs: [{string.Join(", ", all.Select(j => j.Name))}]}}\n";
    }
}
