using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Writes files of <c>price_data</c>, each of one year and a range of symbols, with one range in memory at a time.</summary>
internal sealed class YearFiles(DataLake lake)
{
    /// <summary>Writes bars of one year.</summary>
    /// <param name="isBase">As <see cref="LakeFile.IsBase"/>.</param>
    public async Task<List<LakeFile>> WriteAsync(int year, Bars bars, bool isBase, CancellationToken ct)
    {
        var files = new List<LakeFile>();
        foreach (var symbols in SymbolRanges.Of(bars))
        {
            var part = YearPartition.Of(bars, symbols);
            files.Add((await lake.WriteAsync(PriceData.Table, year, PriceData.ToArrow(part), ct))! with { IsBase = isBase });
            if (part != bars) part.Recycle();
        }
        return files;
    }

    /// <summary>Writes the bars of a file after a change; a file above the limit of rows becomes several.</summary>
    /// <param name="change">Returns other bars than it is given.</param>
    public async Task<List<LakeFile>> RewriteAsync(LakeFile file, Func<Bars, Bars> change, CancellationToken ct)
    {
        var files = new List<LakeFile>();
        foreach (var range in file.Rows <= SymbolRanges.MostRows ? [new BarRange()] : (await RangesAsync([file], ct)).Select(r => r.Range))
        {
            var stored = await lake.Reader.WholeAsync([file], range, ct);
            var changed = change(stored);
            files.AddRange(await WriteAsync(file.Year, changed, file.IsBase, ct));
            stored.Recycle();
            changed.Recycle();
        }
        return files;
    }

    /// <summary>Joins all files of a year into base files; a file that is one already stays.</summary>
    public async Task<List<LakeFile>> JoinAsync(IReadOnlyList<LakeFile> files, CancellationToken ct)
    {
        var joined = new List<LakeFile>();
        foreach (var (range, rows) in await RangesAsync(files, ct))
            if (files.FirstOrDefault(f => f.Rows == rows && f.FirstSymbol == range.Symbols![0] && f.LastSymbol == range.Symbols[^1]) is { } whole)
                joined.Add(whole with { IsBase = true });
            else
            {
                var bars = await lake.Reader.WholeAsync(files, range, ct);
                joined.AddRange(await WriteAsync(files[0].Year, bars, isBase: true, ct));
                bars.Recycle();
            }
        return joined;
    }

    /// <summary>The symbol ranges of all the files together, with their rows.</summary>
    private async Task<List<(BarRange Range, long Rows)>> RangesAsync(IReadOnlyList<LakeFile> files, CancellationToken ct)
    {
        var symbols = new List<(string Symbol, long Rows)>();
        await foreach (var batch in lake.Sql.QueryAsync($"SELECT symbol, count(*) FROM {lake.Reader.Source(files)} GROUP BY symbol", ct))
            for (var i = 0; i < batch.Length; i++)
                symbols.Add((((Apache.Arrow.StringArray)batch.Column(0)).GetString(i), ((Apache.Arrow.Int64Array)batch.Column(1)).Values[i]));
        symbols.Sort((a, b) => string.CompareOrdinal(a.Symbol, b.Symbol));
        return [.. SymbolRanges.Of(symbols).Select(range => symbols[range])
            .Select(of => (new BarRange { Symbols = [.. of.Select(s => s.Symbol)] }, of.Sum(s => s.Rows)))];
    }
}
