using System.Globalization;
using QuantMatrix.Batch.Graph;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.Model;
using QuantMatrix.Publish;
using JobStatus = QuantMatrix.Batch.Graph.JobStatus;

namespace QuantMatrix.Batch.Jobs;

/// <summary>What came of refreshing the members of each index.</summary>
internal sealed class RefreshReport
{
    private readonly List<string> words = [];
    private readonly List<string> warnings = [];
    private readonly List<string> notes = [];
    private readonly List<int> refusals = [];
    private int added, removed, renamed;

    public void Notes(IEnumerable<string> lines) => notes.AddRange(lines);

    public void Warn(string line) => warnings.Add(line);

    /// <summary>A list that came from a committed file because the others gave none is an old one, and says so.</summary>
    public void Refreshed(MemberList list, MembershipChange change, IReadOnlyList<SourceFault> faults)
    {
        var source = list.IsLocal ? "" : list.AsOf is { } day ? string.Create(CultureInfo.InvariantCulture, $" ({list.Source} of {day:yyyy-MM-dd})") : $" ({list.Source})";
        words.Add($"{list.Index} {list.Symbols.Count}{source}");
        (added, removed, renamed) = (added + change.Added.Count, removed + change.Removed.Count, renamed + change.Renamed.Count);
        notes.AddRange(change.Renamed.Select(r => $"{list.Index}: {r.From} is {r.To} now"));
        (list.AsOf is null ? notes : warnings).AddRange(faults.Select(f => $"{list.Index}: {f}"));
    }

    /// <summary>No list can be taken. The night goes on with the members stored when the sources are only out of reach.</summary>
    /// <param name="members">How many are stored.</param>
    public void Unchanged(string index, IReadOnlyList<SourceFault> faults, int members)
    {
        warnings.AddRange(faults.Select(f => $"{index}: {f}"));
        warnings.Add($"{index}: {(faults.Count == 0 ? "the source has no member list" : "no source has a list to take")}; memberships are left as they are");
        if (faults.FirstOrDefault(f => f.Reason is DataUnfitException) is { } refused) refusals.Add(ExitCode.Of(refused.Reason));
        else if (members == 0) refusals.Add(faults.Count == 0 ? ExitCode.Failed : ExitCode.Of(faults[0].Reason));
    }

    public JobResult Result()
    {
        var moves = added + removed + renamed == 0 ? "no change" : $"{added} in, {removed} out{(renamed == 0 ? "" : $", {renamed} renamed")}";
        return new JobResult(Status(), words.Count == 0 ? $"no list taken; {warnings.FirstOrDefault() ?? "no source has any"}" : $"{string.Join(", ", words)}: {moves}")
        {
            FailureCode = ExitCode.OfRun(refusals),
            Counters = new Dictionary<string, long> { ["indices"] = words.Count, ["added"] = added, ["removed"] = removed, ["renamed"] = renamed },
            Warnings = [.. warnings, .. notes],
        };
    }

    private JobStatus Status() => (words.Count, refusals.Count) switch
    {
        (0, > 0) => refusals.TrueForAll(code => code == ExitCode.Temporary) ? JobStatus.Temporary : JobStatus.Failed,
        _ => warnings.Count == 0 ? JobStatus.Ok : JobStatus.Partial,
    };
}
