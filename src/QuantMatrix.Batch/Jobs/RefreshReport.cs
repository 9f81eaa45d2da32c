using System.Globalization;
using QuantMatrix.Batch.Graph;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Collects the outcome of refreshing each index.</summary>
internal sealed class RefreshReport
{
    private readonly List<string> refreshed = [];
    private readonly List<string> warnings = [];
    private readonly List<string> notes = [];
    private readonly List<int> failureCodes = [];
    private readonly List<string> renames = [];
    private int added, removed;

    public void Note(IEnumerable<string> lines) => notes.AddRange(lines);

    public void Warn(string line) => warnings.Add(line);

    /// <summary>A list was accepted. When it comes from a committed file because other sources failed, it may be old, and their faults are warnings.</summary>
    public void Refreshed(ConstituentReading reading, MembershipChange change)
    {
        var list = reading.List!;
        var date = list.AsOf is { } day ? string.Create(CultureInfo.InvariantCulture, $" of {day:yyyy-MM-dd}") : "";
        refreshed.Add($"{list.Index} {list.Symbols.Count}{(list.IsLocal ? "" : $" ({list.Source}{date})")}");
        (added, removed) = (added + change.Added.Count, removed + change.Removed.Count);
        renames.AddRange(change.Renamed.Select(r => $"{list.Index}: {r.From} renamed to {r.To}"));
        if (reading.Agreement is { } agreement) notes.Add($"{list.Index}: {agreement}");
        (list.AsOf is null ? notes : warnings).AddRange(reading.Faults.Select(f => $"{list.Index}: {f}"));
    }

    /// <summary>No list was accepted. When no source had a list to reject, the run continues with the stored members.</summary>
    public void Unchanged(string index, IReadOnlyList<SourceFault> faults, MembershipCheck check)
    {
        warnings.AddRange(faults.Select(f => $"{index}: {f}"));
        var kept = check.ListedOn is { } day ? FormattableString.Invariant($"memberships of {day:yyyy-MM-dd} unchanged") : "no memberships are stored";
        warnings.Add($"{index}: {(faults.Count == 0 ? "the source has no member list" : "no source returned an acceptable list")}; {kept}");
        if (faults.Any(f => f.List is not null)) failureCodes.Add(ExitCode.DataUnfit);
        else if (check.Before.Count == 0) failureCodes.Add(WithoutMembers([.. faults.Select(f => ExitCode.Of(f.Reason))]));
    }

    /// <param name="isLocal">The lists are files of the run's folder, so that another run reads the same ones and finds no change.</param>
    public JobResult Result(bool isLocal) => Result(added, removed, renames) with { Again = isLocal ? Result(0, 0, []) : null };

    private JobResult Result(int joined, int left, List<string> renamed)
    {
        var changes = joined + left + renamed.Count == 0 ? "no change"
            : $"{joined} in, {left} out{(renamed.Count == 0 ? "" : $", {renamed.Count} renamed")}";
        var none = $"no list accepted; {warnings.FirstOrDefault() ?? "no source has one"}";
        return new JobResult(Status(), refreshed.Count == 0 ? none : $"{string.Join(", ", refreshed)}: {changes}")
        {
            FailureCode = ExitCode.OfRun(failureCodes),
            Counters = new Dictionary<string, long> { ["indices"] = refreshed.Count, ["added"] = joined, ["removed"] = left, ["renamed"] = renamed.Count },
            Warnings = [.. warnings, .. renamed, .. notes],
        };
    }

    /// <summary>A later run may succeed when one of the sources is only unavailable.</summary>
    private static int WithoutMembers(IReadOnlyList<int> codes) =>
        codes.Count == 0 ? ExitCode.Failed : codes.Contains(ExitCode.Temporary) ? ExitCode.Temporary : ExitCode.OfRun(codes);

    private JobStatus Status() => (refreshed.Count, failureCodes.Count) switch
    {
        (0, > 0) => failureCodes.TrueForAll(code => code == ExitCode.Temporary) ? JobStatus.Temporary : JobStatus.Failed,
        _ => warnings.Count == 0 ? JobStatus.Ok : JobStatus.Partial,
    };
}
