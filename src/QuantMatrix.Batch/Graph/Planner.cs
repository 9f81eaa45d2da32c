using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Graph;

/// <summary>Turns what was asked into the jobs to run, in order, with their options.</summary>
public sealed class Planner(JobFile file)
{
    /// <exception cref="UsageException">Something named on the command line does not exist, or a value does not fit.</exception>
    public RunPlan Plan(PlanRequest request)
    {
        var members = Members(request);
        var values = new SetValues(file, request.Target, members).Read(request.Set);
        var chosen = Chosen(request, members);
        var jobs = InOrder(members).Where(chosen.Contains).Select(name =>
        {
            var job = file.Jobs[name];
            return new PlannedJob(name, job.Kind, job.Kind.Options.Bind(values[name]), [.. Waits(name, chosen)]);
        });
        return new(request.Target, [.. jobs], file);
    }

    private IReadOnlyList<string> Members(PlanRequest request)
    {
        if (file.Chains.TryGetValue(request.Target, out var chain)) return chain.Jobs;
        if (file.Jobs.ContainsKey(request.Target)) return [request.Target];
        throw new UsageException($"'{request.Target}' is no job or chain{DidYouMean.Hint(request.Target, file.Targets)}");
    }

    private IReadOnlyCollection<string> Chosen(PlanRequest request, IReadOnlyList<string> members)
    {
        if (request is { Only: not null, From: not null }) throw new UsageException("--only and --from exclude each other; give one");
        if ((request.Only ?? request.From) is not { } name) return members;
        if (!members.Contains(name)) throw new UsageException($"'{name}' is no job of '{request.Target}'{DidYouMean.Hint(name, members)}");
        if (request.Only is not null) return [name];
        var chosen = new HashSet<string> { name };
        foreach (var member in InOrder(members))
            if (Waits(member, members).Any(chosen.Contains)) chosen.Add(member);
        return chosen;
    }

    /// <summary>Each member after those it needs, else in the chain's own order.</summary>
    private List<string> InOrder(IReadOnlyList<string> members)
    {
        var ordered = new List<string>();
        foreach (var member in members) Visit(member);
        return ordered;

        void Visit(string name)
        {
            if (ordered.Contains(name)) return;
            foreach (var need in Waits(name, members)) Visit(need);
            ordered.Add(name);
        }
    }

    /// <summary>The needed jobs among those chosen; where one is not, those it needs in turn, so that the order holds across the gap.</summary>
    private IEnumerable<string> Waits(string name, IReadOnlyCollection<string> chosen) => file.Jobs[name].Needs
        .SelectMany(need => chosen.Contains(need) ? [need] : Waits(need, chosen))
        .Distinct();
}
