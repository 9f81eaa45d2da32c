using QuantMatrix.MarketData.Constituents;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>The member lists of a replay folder as a source; accepted without plausibility checks.</summary>
public sealed class ReplayConstituents(IReadOnlyDictionary<string, IReadOnlyList<IndexMember>> lists) : IConstituentSource
{
    public const string FileName = ReplayFiles.Constituents;

    public string Name => ReplayFolder.SourceName;

    public IReadOnlyList<string> Indices => [.. lists.Keys];

    public bool IsLocal => true;

    public Task<MemberList> ReadAsync(string index, CancellationToken ct) => Task.FromResult(new MemberList(index, lists[index], Name) { IsLocal = true });

    /// <summary>The members by index from <c>constituents.csv</c>; without it all symbols are members of one index.</summary>
    /// <remarks>Columns index, symbol, optionally sector, industry and name.</remarks>
    /// <param name="symbols">The symbols of the folder.</param>
    /// <exception cref="DataUnfitException">A symbol or an index is malformed or listed twice; a partial universe is not used.</exception>
    internal static IReadOnlyDictionary<string, IReadOnlyList<IndexMember>> In(string folder, IReadOnlyList<string> symbols)
    {
        var path = Directory.GetFiles(folder)
            .FirstOrDefault(f => Path.GetFileName(f).Equals(ReplayFiles.Constituents, StringComparison.OrdinalIgnoreCase));
        return path is not null ? Read(path)
            : new Dictionary<string, IReadOnlyList<IndexMember>> { [ReplayFolder.IndexName] = [.. symbols.Select(s => new IndexMember(s))] };
    }

    private static Dictionary<string, IReadOnlyList<IndexMember>> Read(string path)
    {
        var members = new SortedDictionary<string, SortedDictionary<string, IndexMember>>(StringComparer.Ordinal);
        foreach (var row in CsvTable.Read(path, "index", "symbol", "sector?", "industry?", "name?"))
        {
            var (index, classes) = (row.Index(0), row.Values.Skip(2).Select(MemberSymbols.Name).ToList());
            var member = new IndexMember(row.Symbol(1), classes[0], classes[1]) { Name = classes[2] };
            if (!members.TryGetValue(index, out var list)) members.Add(index, list = new(StringComparer.Ordinal));
            if (!list.TryAdd(member.Symbol, member)) throw row.Duplicate($"member {member.Symbol} of {index}");
        }
        return members.ToDictionary(m => m.Key, m => (IReadOnlyList<IndexMember>)[.. m.Value.Values], StringComparer.Ordinal);
    }
}
