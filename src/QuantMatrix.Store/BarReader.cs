using Apache.Arrow;
using QuantMatrix.Compute;

namespace QuantMatrix.Store;

/// <summary>Bars out of the lake's files. Files are sorted by (symbol, date), so runs of equal symbols are copied as they stand: no ORDER BY.</summary>
internal sealed class BarReader(string lake, LakeSql sql)
{
    private const string Prices = "symbol, date, open, high, low, close, volume";
    private const string Everything = Prices + ", adj_close, source";

    /// <summary>What computing needs: no adjusted close, no source.</summary>
    public Task<Bars> PricesAsync(IEnumerable<LakeFile> files, BarRange range, CancellationToken ct) => ReadAsync(files, Prices, range, ct);

    /// <summary>Every column.</summary>
    public Task<Bars> WholeAsync(IEnumerable<LakeFile> files, BarRange range, CancellationToken ct) => ReadAsync(files, Everything, range, ct);

    private async Task<Bars> ReadAsync(IEnumerable<LakeFile> files, string columns, BarRange range, CancellationToken ct)
    {
        var read = files.Where(range.Touches).ToList();
        if (read.Count == 0) return Bars.Empty;
        var bars = new BarsBuilder((int)Math.Min(read.Sum(f => f.Rows), 1 << 20));
        await foreach (var batch in sql.QueryAsync($"SELECT {columns} FROM {Source(read)}{range.Where(read)}", ct)) Append(bars, batch, range, columns == Everything);
        return bars.Build();
    }

    /// <summary>The files as a table function; their order is the order of the rows.</summary>
    public string Source(IEnumerable<LakeFile> files) =>
        $"read_parquet([{string.Join(", ", files.Select(f => LakeSql.Text(Path.Combine(lake, f.Path))))}], hive_partitioning = false)";

    private static void Append(BarsBuilder bars, RecordBatch batch, BarRange range, bool whole)
    {
        var symbols = (StringArray)batch.Column(0);
        for (int start = 0, end; start < batch.Length; start = end)
        {
            var symbol = symbols.GetBytes(start);
            for (end = start + 1; end < batch.Length && symbols.GetBytes(end).SequenceEqual(symbol); end++) { }
            var name = string.Intern(System.Text.Encoding.UTF8.GetString(symbol));
            var (at, count) = (start, end - start);
            if (!range.Wants(name)) continue;
            if (whole) AppendWhole(bars, batch, name, at, count);
            else
                bars.AddPrices(name, ((Date32Array)batch.Column(1)).Values.Slice(at, count), Doubles(2), Doubles(3), Doubles(4), Doubles(5),
                    ((Int64Array)batch.Column(6)).Values.Slice(at, count));

            ReadOnlySpan<double> Doubles(int column) => ((DoubleArray)batch.Column(column)).Values.Slice(at, count);
        }
    }

    private static void AppendWhole(BarsBuilder bars, RecordBatch batch, string symbol, int start, int count)
    {
        var days = ((Date32Array)batch.Column(1)).Values;
        ReadOnlySpan<double> open = Doubles(2), high = Doubles(3), low = Doubles(4), close = Doubles(5);
        var volume = ((Int64Array)batch.Column(6)).Values;
        var (adjClose, sources) = ((DoubleArray)batch.Column(7), (StringArray)batch.Column(8));
        var source = "";
        var sourceBytes = ReadOnlySpan<byte>.Empty;
        for (var i = start; i < start + count; i++)
        {
            var bytes = sources.GetBytes(i);
            if (!bytes.SequenceEqual(sourceBytes)) source = string.Intern(System.Text.Encoding.UTF8.GetString(sourceBytes = bytes));
            bars.Add(symbol, new Bar(days[i], open[i], high[i], low[i], close[i], adjClose.GetValue(i) ?? double.NaN, volume[i]), source);
        }

        ReadOnlySpan<double> Doubles(int column) => ((DoubleArray)batch.Column(column)).Values;
    }
}
