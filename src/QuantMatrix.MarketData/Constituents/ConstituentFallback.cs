using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>Tries the sources of member lists in order until one returns a plausible list.</summary>
/// <param name="check">Why a list is implausible; null to accept it.</param>
public sealed class ConstituentFallback(IReadOnlyList<IConstituentSource> sources, Func<MemberList, string?> check)
{
    /// <summary>The first plausible list, or null, and the faults of the sources tried before it.</summary>
    public async Task<(MemberList? List, IReadOnlyList<SourceFault> Faults)> ReadAsync(string index, CancellationToken ct)
    {
        var faults = new List<SourceFault>();
        foreach (var source in sources.Where(s => s.Indices.Contains(index)))
        {
            try
            {
                var list = await source.ReadAsync(index, ct);
                if (list.IsLocal || check(list) is not { } fault) return (list, faults);
                faults.Add(new(source.Name, new DataUnfitException(fault)));
            }
            catch (Exception e) when (e is DataUnfitException or TemporaryException or ConfigurationException)
            {
                faults.Add(new(source.Name, e));
            }
        }
        return (null, faults);
    }
}

/// <summary>Why a source gave no list.</summary>
public sealed record SourceFault(string Source, Exception Reason)
{
    public override string ToString() => $"{Source}: {Reason.Message}";
}
