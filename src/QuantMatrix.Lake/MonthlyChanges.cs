using Apache.Arrow;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Changes of the tables partitioned by month, as part of a commit.</summary>
public static class MonthlyChanges
{
    /// <summary>Small files of a month above which some become one.</summary>
    private const int MostFiles = 16;

    /// <summary>Files with at least this many rows are not joined again, so a bar is rewritten only a few times, whatever the number of symbols.</summary>
    private const int WholeFile = 2_000_000;

    /// <summary>Adds the 5-minute bars whose slots are not stored; stored ones stay as they are.</summary>
    /// <param name="series">On the basis as traded; at most one of a symbol.</param>
    /// <param name="whole">Rows from which on a file is not joined with others.</param>
    /// <returns>The number of bars added.</returns>
    public static async Task<long> AddAsync(this LakeCommit commit, IReadOnlyList<IntradaySeries> series, CancellationToken ct, int whole = WholeFile)
    {
        var added = 0L;
        foreach (var month in series.SelectMany(s => s.Bars, (_, bar) => PriceData5m.MonthOf(Day.Date(bar.Day))).Distinct().Order())
        {
            var files = commit.Of(PriceData5m.Table, month);
            var fresh = await NotStoredAsync(commit.Lake, files, Of(month, series), ct);
            if (fresh.Count == 0) continue;
            var file = (await commit.Lake.WriteAsync(PriceData5m.Table, month, PriceData5m.ToArrow(fresh), ct))!;
            added += file.Rows;
            if (ToJoin(files, whole) is not { Count: > 0 } joined) commit.Put([], [file]);
            else commit.Put(joined, [await JoinAsync(commit.Lake, month, [.. joined, file], ct)]);
        }
        return added;
    }

    /// <summary>The files of a month that become one with the next file: of many small ones the smallest, until they make a whole one.</summary>
    internal static List<LakeFile> ToJoin(IEnumerable<LakeFile> files, int whole = WholeFile)
    {
        var small = files.Where(f => f.Rows < whole).OrderBy(f => f.Rows).ToList();
        var rows = 0L;
        return small.Count < MostFiles ? [] : [.. small.TakeWhile(f => (rows += f.Rows) - f.Rows < whole)];
    }

    /// <summary>Replaces the rows of a table in one month.</summary>
    /// <returns>False when the month held exactly these rows already.</returns>
    public static Task<bool> ReplaceMonthAsync<T>(this LakeCommit commit, RowTable<T> table, int month, IReadOnlyList<T> rows, CancellationToken ct) =>
        commit.ReplaceAsync(table, new[] { table.ToArrow(rows) }.ToAsyncEnumerable(), ct, month);

    /// <summary>Removes whole months of 5-minute bars.</summary>
    public static void DropMonths(this LakeCommit commit, IEnumerable<int> months)
    {
        foreach (var month in months) commit.Put(commit.Of(PriceData5m.Table, month), []);
    }

    private static List<IntradaySeries> Of(int month, IEnumerable<IntradaySeries> series)
    {
        var (from, to) = (Day.Of(new DateOnly(month / 100, month % 100, 1)), Day.Of(PriceData5m.LastDay(month)));
        return [.. series.Select(s => s with { Bars = [.. s.Bars.Where(b => b.Day >= from && b.Day <= to)] }).Where(s => s.Bars.Count > 0)
            .OrderBy(s => s.Symbol, StringComparer.Ordinal)];
    }

    /// <summary>The bars whose (symbol, date, slot) no file of the month has.</summary>
    private static async Task<List<IntradaySeries>> NotStoredAsync(DataLake lake, List<LakeFile> files, List<IntradaySeries> series, CancellationToken ct)
    {
        var range = new BarRange
        {
            Symbols = [.. series.Select(s => s.Symbol)],
            From = Day.Date(series.Min(s => s.Bars[0].Day)), To = Day.Date(series.Max(s => s.Bars[^1].Day)),
        };
        var touched = files.Where(range.Touches).ToList();
        if (touched.Count == 0) return series;
        var stored = new HashSet<(string, long)>();
        await foreach (var batch in lake.Sql.QueryAsync($"SELECT symbol, date, slot FROM {lake.Reader.Source(touched)}{range.Where(touched)}", ct))
            for (var row = 0; row < batch.Length; row++)
                stored.Add((((StringArray)batch.Column(0)).GetString(row),
                    new IntradayBar { Day = ((Date32Array)batch.Column(1)).Values[row], Slot = ((Int32Array)batch.Column(2)).Values[row] }.Key));
        return [.. series.Select(s => s with { Bars = [.. s.Bars.Where(b => !stored.Contains((s.Symbol, b.Key)))] }).Where(s => s.Bars.Count > 0)];
    }

    /// <summary>One sorted file with the rows of several.</summary>
    /// <exception cref="DataUnfitException">It would not have as many rows.</exception>
    private static async Task<LakeFile> JoinAsync(DataLake lake, int month, IReadOnlyList<LakeFile> files, CancellationToken ct)
    {
        var table = PriceData5m.Table;
        var sorted = lake.Sql.QueryAsync($"SELECT {table.ColumnList} FROM {lake.Reader.Source(files)} ORDER BY symbol, date, slot", ct);
        var joined = await lake.WriteAsync(table, month, GroupsAsync(sorted), ct);
        return joined?.Rows == files.Sum(f => f.Rows) ? joined
            : throw new DataUnfitException($"compaction of {table.Name} {month}: found {Plural.Of(joined?.Rows ?? 0, "row")}, "
                + $"expected {files.Sum(f => f.Rows)}; nothing was changed");
    }

    /// <summary>Batches as large as a row group, with the dictionaries that the table's files have.</summary>
    private static async IAsyncEnumerable<RecordBatch> GroupsAsync(IAsyncEnumerable<RecordBatch> batches)
    {
        var (held, rows) = (new List<RecordBatch>(), 0);
        await foreach (var batch in batches)
        {
            held.Add(batch.Clone());
            if ((rows += batch.Length) < ParquetFileWriter.RowGroup) continue;
            yield return Encoded(held);
            (held, rows) = ([], 0);
        }
        if (held.Count > 0) yield return Encoded(held);
    }

    private static RecordBatch Encoded(List<RecordBatch> batches)
    {
        var batch = ArrowRows.Concatenate(batches)!;
        return new(PriceData5m.Table.Schema, batch.Arrays.Select(column => column is StringArray texts
            ? ArrowColumns.Dictionary([.. Enumerable.Range(0, texts.Length).Select(row => texts.GetString(row))]) : column), batch.Length);
    }
}
