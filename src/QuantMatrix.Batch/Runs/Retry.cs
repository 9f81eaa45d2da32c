using QuantMatrix.Batch.Graph;
using QuantMatrix.Lake.Tables;

namespace QuantMatrix.Batch.Runs;

/// <summary>What of a past run is repeated: jobs that did not succeed, and those that left sessions open, for the symbols of these sessions only.</summary>
/// <param name="Of">The past run.</param>
/// <param name="Jobs">The jobs to repeat; what depends on them follows. Null for all of the target: the run ended before its jobs.</param>
/// <param name="Only">By job, the symbols with open sessions.</param>
public sealed record Retry(string Of, IReadOnlyCollection<string>? Jobs, IReadOnlyDictionary<string, IReadOnlySet<string>> Only)
{
    public bool IsEmpty => Jobs is { Count: 0 };

    /// <param name="open">The units that are open now, of any run.</param>
    public static Retry After(PastRun run, IReadOnlyList<OpenUnit> open)
    {
        var only = open.Where(u => u.IsOf(run.Id) && run.Jobs.Any(j => j.Name == u.Job)).GroupBy(u => u.Job)
            .ToDictionary(g => g.Key, g => (IReadOnlySet<string>)g.Select(u => u.Symbol).ToHashSet());
        var jobs = run.Jobs.Where(j => only.ContainsKey(j.Name) || j.IsLeft).Select(j => j.Name);
        return new(run.Id, run.Jobs.Count == 0 && !run.IsGood ? null : [.. jobs], only);
    }
}
