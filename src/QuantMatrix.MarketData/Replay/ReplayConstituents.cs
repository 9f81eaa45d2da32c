using QuantMatrix.MarketData.Constituents;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>The member lists of a replay folder as a source; accepted without plausibility checks.</summary>
public sealed class ReplayConstituents(IReadOnlyDictionary<string, IReadOnlyList<string>> lists) : IConstituentSource
{
    public string Name => ReplayFolder.SourceName;

    public IReadOnlyList<string> Indices => [.. lists.Keys];

    public bool IsLocal => true;

    public Task<MemberList> ReadAsync(string index, CancellationToken ct) => Task.FromResult(new MemberList(index, lists[index], Name) { IsLocal = true });

    /// <summary>The members by index from <c>constituents.csv</c> (columns index, symbol); without it all symbols are members of one index.</summary>
    /// <param name="symbols">The symbols of the folder.</param>
    /// <exception cref="DataUnfitException">A symbol or an index is malformed or listed twice; a partial universe is not used.</exception>
    internal static IReadOnlyDictionary<string, IReadOnlyList<string>> In(string folder, IReadOnlyList<string> symbols)
    {
        var path = Directory.GetFiles(folder)
            .FirstOrDefault(f => Path.GetFileName(f).Equals(ReplayFiles.Constituents, StringComparison.OrdinalIgnoreCase));
        return path is not null ? Read(path) : new Dictionary<string, IReadOnlyList<string>> { [ReplayFolder.IndexName] = symbols };
    }

    private static Dictionary<string, IReadOnlyList<string>> Read(string path)
    {
        var members = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var row in CsvTable.Read(path, "index", "symbol"))
        {
            var (index, symbol) = (row.Index(0), row.Symbol(1));
            if (!members.TryGetValue(index, out var symbols)) members.Add(index, symbols = new(StringComparer.Ordinal));
            if (!symbols.Add(symbol)) throw row.Duplicate($"member {symbol} of {index}");
        }
        return members.ToDictionary(m => m.Key, m => (IReadOnlyList<string>)[.. m.Value], StringComparer.Ordinal);
    }
}
