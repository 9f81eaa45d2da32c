using QuantMatrix.MarketData.Csv;

namespace QuantMatrix.MarketData.Replay;

/// <summary>The members of each index as the folder's own <c>constituents.csv</c> (index,symbol) gives them; without one all symbols are members of one index.</summary>
internal static class ReplayConstituents
{
    /// <summary>Index to its members in ordinal order.</summary>
    /// <param name="symbols">The symbols of the folder.</param>
    /// <exception cref="DataUnfitException">A symbol or an index is malformed or listed twice: half a universe is worse than none.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> In(string folder, IReadOnlyList<string> symbols)
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
            if (!symbols.Add(symbol)) throw row.Fault($"found {symbol} of {index} again; expected each member once");
        }
        return members.ToDictionary(m => m.Key, m => (IReadOnlyList<string>)[.. m.Value], StringComparer.Ordinal);
    }
}
