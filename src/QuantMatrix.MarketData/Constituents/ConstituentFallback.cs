using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>Tries the sources of member lists in order until one returns a plausible list, or two independent ones agree.</summary>
public sealed class ConstituentFallback(IReadOnlyList<IConstituentSource> sources, MembershipCheck check)
{
    public async Task<ConstituentReading> ReadAsync(string index, CancellationToken ct)
    {
        var (faults, held) = (new List<SourceFault>(), new List<(MemberList List, MembershipDrift Drift)>());
        foreach (var source in sources.Where(s => s.Indices.Contains(index)))
        {
            if (await TryReadAsync(source, index, faults, ct) is not { } list) continue;
            if (check.SizeFault(list) is { } size) faults.Add(SourceFault.Rejected(list, size));
            else if (check.ImplausibleDrift(list) is not { } drift) return new(list, faults);
            else if (held.Find(h => check.Agree(h.List, list)) is { List: { } first } other)
                return new(first, [.. faults.Where(f => f.List != first)])
                {
                    Agreement = $"{other.Drift}; accepted, because {first.Source} and {list.Source} agree",
                };
            else
            {
                held.Add((list, drift));
                faults.Add(SourceFault.Rejected(list, $"{drift}; no second source agrees; set the option confirm=true to accept the list"));
            }
        }
        return new(null, faults);
    }

    private static async Task<MemberList?> TryReadAsync(IConstituentSource source, string index, List<SourceFault> faults, CancellationToken ct)
    {
        try
        {
            return await source.ReadAsync(index, ct);
        }
        catch (Exception e) when (e is DataUnfitException or TemporaryException or ConfigurationException)
        {
            faults.Add(new(source.Name, e));
            return null;
        }
    }
}

/// <summary>What the sources of one index gave.</summary>
/// <param name="List">The accepted list, or null.</param>
/// <param name="Faults">Of the other sources tried.</param>
public sealed record ConstituentReading(MemberList? List, IReadOnlyList<SourceFault> Faults)
{
    /// <summary>The implausible change that two sources agree on; null for a plausible one.</summary>
    public string? Agreement { get; init; }
}

/// <summary>Why a source gave no acceptable list.</summary>
public sealed record SourceFault(string Source, Exception Reason)
{
    /// <summary>The implausible list; null when there was none to read.</summary>
    public MemberList? List { get; private init; }

    public static SourceFault Rejected(MemberList list, string fault) =>
        new(list.Source, new DataUnfitException(list.Page is null ? fault : $"{list.Page}: {fault}")) { List = list };

    public override string ToString() => $"{Source}: {Reason.Message}";
}
