using Apache.Arrow;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Reads bars from the lake's files. They are sorted by (symbol, date), so no ORDER BY is needed.</summary>
/// <param name="path">The SQL expression of a path that is relative to the lake.</param>
internal sealed class BarReader(Func<string, string> path, LakeSql sql)
{
    private const int SessionsPerYear = 256;

    /// <summary>The columns computations need: no source.</summary>
    public Task<Bars> PricesAsync(IEnumerable<LakeFile> files, BarRange range, CancellationToken ct) => ReadAsync(files, PriceData.Prices, range, ct);

    /// <summary>Every stored column.</summary>
    public Task<Bars> WholeAsync(IEnumerable<LakeFile> files, BarRange range, CancellationToken ct) => ReadAsync(files, PriceData.Stored, range, ct);

    /// <summary>The files as a table function; rows are read in this order.</summary>
    /// <param name="byName">For files with different columns.</param>
    public string Source(IEnumerable<LakeFile> files, bool byName = false)
    {
        var paths = string.Join(", ", files.Select(f => path(f.Path)));
        return $"read_parquet([{paths}], hive_partitioning = false{(byName ? ", union_by_name = true" : "")})";
    }

    private async Task<Bars> ReadAsync(IEnumerable<LakeFile> files, string columns, BarRange range, CancellationToken ct)
    {
        var touched = files.Where(range.Touches).ToList();
        if (touched.Count == 0) return Bars.Empty;
        var atMost = range.Symbols is { } few ? few.Count * SessionsPerYear * touched.Count : int.MaxValue / 2;
        var bars = new BarsBuilder((int)Math.Min(touched.Sum(f => f.Rows), atMost));
        await foreach (var batch in sql.QueryAsync($"SELECT {columns} FROM {Source(touched)}{range.Where(touched)}", ct)) PriceData.Append(bars, batch, range);
        return bars.Build();
    }
}
