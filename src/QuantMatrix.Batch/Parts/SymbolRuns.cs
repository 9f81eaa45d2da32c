using Apache.Arrow;
using QuantMatrix.Lake;

namespace QuantMatrix.Batch.Parts;

/// <summary>Cuts symbols into runs that fit in memory.</summary>
internal static class SymbolRuns
{
    /// <summary>Runs of symbols with at most so many rows together, unless a single symbol has more.</summary>
    /// <param name="count">Stored rows; a symbol that is missing has none.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Cut(IReadOnlyList<string> symbols, IReadOnlyDictionary<string, long> count, long most)
    {
        var (runs, rows) = (new List<List<string>>(), 0L);
        foreach (var symbol in symbols)
        {
            var own = count.GetValueOrDefault(symbol);
            if (runs.Count == 0 || rows + own > most)
            {
                runs.Add([]);
                rows = 0;
            }
            runs[^1].Add(symbol);
            rows += own;
        }
        return runs;
    }

    /// <summary>The number of rows of each symbol.</summary>
    /// <param name="source">FROM and WHERE of a query.</param>
    public static async Task<Dictionary<string, long>> CountAsync(DataLake lake, Manifest manifest, string source, CancellationToken ct)
    {
        var count = new Dictionary<string, long>();
        await foreach (var rows in lake.QueryAsync(manifest, $"SELECT symbol, count(*) {source} GROUP BY symbol", ct))
            for (var i = 0; i < rows.Length; i++) count[((StringArray)rows.Column(0)).GetString(i)] = ((Int64Array)rows.Column(1)).Values[i];
        return count;
    }
}
