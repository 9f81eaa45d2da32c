using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Bars out of the lake's files. Files are sorted by (symbol, date), so runs of equal symbols are copied as they stand: no ORDER BY.</summary>
internal sealed class BarReader(string lake, LakeSql sql)
{
    private const string Prices = "symbol, date, open, high, low, close, volume";
    private const int SessionsAYear = 256;
    private const string Everything = Prices + ", adj_close, source";

    /// <summary>What computing needs: no adjusted close, no source.</summary>
    public Task<Bars> PricesAsync(IEnumerable<LakeFile> files, BarRange range, CancellationToken ct) => ReadAsync(files, Prices, range, ct);

    /// <summary>Every column.</summary>
    public Task<Bars> WholeAsync(IEnumerable<LakeFile> files, BarRange range, CancellationToken ct) => ReadAsync(files, Everything, range, ct);

    /// <summary>Of every symbol in the files, whether its bars are made up.</summary>
    public async Task<Dictionary<string, bool>> MadeUpAsync(IReadOnlyList<LakeFile> files, CancellationToken ct)
    {
        var madeUp = new Dictionary<string, bool>();
        if (files.Count == 0) return madeUp;
        await foreach (var batch in sql.QueryAsync($"SELECT symbol, bool_or(source = {LakeSql.Text(Bars.Synthetic)}) FROM {Source(files)} GROUP BY symbol", ct))
            for (var i = 0; i < batch.Length; i++) madeUp.Add(((StringArray)batch.Column(0)).GetString(i), ((BooleanArray)batch.Column(1)).GetValue(i)!.Value);
        return madeUp;
    }

    private async Task<Bars> ReadAsync(IEnumerable<LakeFile> files, string columns, BarRange range, CancellationToken ct)
    {
        var read = files.Where(range.Touches).ToList();
        if (read.Count == 0) return Bars.Empty;
        var bars = new BarsBuilder((int)Math.Min(read.Sum(f => f.Rows), range.Symbols is { } few ? few.Count * SessionsAYear * read.Count : int.MaxValue / 2));
        await foreach (var batch in sql.QueryAsync($"SELECT {columns} FROM {Source(read)}{range.Where(read)}", ct)) Append(bars, batch, range, columns == Everything);
        return bars.Build();
    }

    /// <summary>The files as a table function; their order is the order of the rows.</summary>
    /// <param name="byName">For files of different columns.</param>
    public string Source(IEnumerable<LakeFile> files, bool byName = false) =>
        $"read_parquet([{string.Join(", ", files.Select(f => LakeSql.Text(Path.Combine(lake, f.Path))))}], hive_partitioning = false{(byName ? ", union_by_name = true" : "")})";

    private static void Append(BarsBuilder bars, RecordBatch batch, BarRange range, bool whole)
    {
        var symbols = (StringArray)batch.Column(0);
        var sources = whole ? (StringArray)batch.Column(8) : null;
        for (int start = 0, end; start < batch.Length; start = end)
        {
            end = EndOfRun(symbols, start, batch.Length);
            var symbol = Word(symbols, start);
            if (!range.Wants(symbol)) continue;
            for (int at = start, next; at < end; at = next)
            {
                next = sources is null ? end : EndOfRun(sources, at, end);
                bars.Add(symbol, ((Date32Array)batch.Column(1)).Values[at..next], Doubles(2)[at..next], Doubles(3)[at..next], Doubles(4)[at..next], Doubles(5)[at..next],
                    ((Int64Array)batch.Column(6)).Values[at..next], sources is null ? default : AdjClose(batch, at, next), sources is null ? "" : Word(sources, at));
            }
        }

        ReadOnlySpan<double> Doubles(int column) => ((DoubleArray)batch.Column(column)).Values;
    }

    /// <summary>One past the last row with the same word as <paramref name="start"/>: a repeated word's bytes equal themselves, moved on by its length.</summary>
    private static int EndOfRun(StringArray words, int start, int limit)
    {
        var offsets = words.ValueOffsets;
        var length = offsets[start + 1] - offsets[start];
        var bytes = words.Values[offsets[start]..offsets[limit]];
        var furthest = length == 0 ? limit : Math.Min(limit, start + 1 + bytes.CommonPrefixLength(bytes[length..]) / length);
        var end = start + 1;
        while (end < furthest && offsets[end + 1] - offsets[end] == length) end++;
        return end;
    }

    private static string Word(StringArray words, int row) => string.Intern(System.Text.Encoding.UTF8.GetString(words.GetBytes(row)));

    private static ReadOnlySpan<double> AdjClose(RecordBatch batch, int start, int end)
    {
        var column = (DoubleArray)batch.Column(7);
        if (column.NullCount == 0) return column.Values[start..end];
        var values = new double[end - start];
        for (var i = start; i < end; i++) values[i - start] = column.GetValue(i) ?? double.NaN;
        return values;
    }
}
