using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>Asks sources of member lists one after the other until one has a list that can be true.</summary>
/// <param name="doubt">What is wrong with a list; null for one to take.</param>
public sealed class ConstituentFallback(IReadOnlyList<IConstituentSource> sources, Func<MemberList, string?> doubt)
{
    /// <summary>The first list that can be true, if there is one, and why each source before it gave none.</summary>
    public async Task<(MemberList? List, IReadOnlyList<SourceFault> Faults)> ReadAsync(string index, CancellationToken ct)
    {
        var faults = new List<SourceFault>();
        foreach (var source in sources.Where(s => s.Indices.Contains(index)))
        {
            try
            {
                var list = await source.ReadAsync(index, ct);
                if (list.IsLocal || doubt(list) is not { } fault) return (list, faults);
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
