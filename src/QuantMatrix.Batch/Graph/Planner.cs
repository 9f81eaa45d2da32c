using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Graph;

/// <summary>What the command line asks to run.</summary>
/// <param name="Target">A job or a chain.</param>
public sealed record PlanRequest(string Target)
{
    /// <summary><c>JOB.OPTION=VALUE</c>, <c>CHAIN.OPTION=VALUE</c> or <c>market.OPTION=VALUE</c>; a job's takes precedence over a chain's.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Run only this job of the target.</summary>
    public string? Only { get; init; }

    /// <summary>Run only this job of the target and the jobs that depend on it.</summary>
    public string? From { get; init; }

    /// <summary>Run only these jobs of the target and the jobs that depend on them.</summary>
    public IReadOnlyCollection<string>? Again { get; init; }
}

/// <summary>Turns a request into the jobs to run, in order, with their options.</summary>
public sealed class Planner(JobFile file)
{
    /// <exception cref="UsageException">A name on the command line is unknown or a value is invalid; all faults at once.</exception>
    public RunPlan Plan(PlanRequest request)
    {
        var members = file.Members(request.Target);
        if (members.Count == 0) throw new UsageException($"unknown job or chain '{request.Target}'{DidYouMean.Hint(request.Target, file.Targets)}");
        var faults = new UsageFaults();
        faults.AddRange(SelectionFaults(request, members));
        var (values, market) = new SetValues(file, request.Target, members).Read(request.Set, faults);
        faults.ThrowIfAny();

        var order = DependencyGraph.Order(members, name => file.Jobs[name].Needs);
        var selected = Selected(request, members, order);
        var waits = Waits(order, selected);
        var jobs = order.Where(selected.Contains).Select(name =>
            new PlannedJob(name, file.Jobs[name].Kind, file.Jobs[name].Kind.Options.Bind(values[name]), waits[name])
            {
                Policy = file.Jobs[name].Policy,
            });
        return new(request.Target, [.. jobs], file with { Market = market });
    }

    /// <summary>The options of the first job whose kind has options of this type; the defaults without such a job.</summary>
    public TOptions OptionsOf<TOptions>() where TOptions : class, new() =>
        file.Jobs.Values.FirstOrDefault(j => j.Kind.Job.OptionsType == typeof(TOptions)) is { } job ? (TOptions)Plan(new(job.Name)).Jobs[0].Options : new();

    private static IEnumerable<string> SelectionFaults(PlanRequest request, IReadOnlyList<string> members)
    {
        if (request is { Only: not null, From: not null }) yield return "--only and --from are mutually exclusive";
        foreach (var (option, name) in new[] { ("--only", request.Only), ("--from", request.From) })
            if (name is not null && !members.Contains(name)) yield return $"{option} {name}: no such job in '{request.Target}'{DidYouMean.Hint(name, members)}";
    }

    private HashSet<string> Selected(PlanRequest request, IReadOnlyList<string> members, IReadOnlyList<string> order)
    {
        if (request.Only is { } only) return [only];
        HashSet<string> all = [.. members];
        if ((request.From is { } from ? [from] : request.Again) is not { } begin) return all;
        var waits = Waits(order, all);
        var selected = begin.Where(all.Contains).ToHashSet();
        foreach (var name in order)
            if (all.Contains(name) && waits[name].Any(selected.Contains)) selected.Add(name);
        return selected;
    }

    /// <summary>
    /// For each job the nearest selected jobs it needs: a needed job that is not selected is replaced by those it needs in turn,
    /// which keeps the order across the gap.
    /// </summary>
    private Dictionary<string, IReadOnlyList<string>> Waits(IReadOnlyList<string> order, HashSet<string> selected)
    {
        var waits = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var name in order)
            waits[name] = [.. file.Jobs[name].Needs.SelectMany(need => selected.Contains(need) ? [need] : waits[need]).Distinct()];
        return waits;
    }
}
