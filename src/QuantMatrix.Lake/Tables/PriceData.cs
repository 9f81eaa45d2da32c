using System.Text;
using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>The table <c>price_data</c>: raw daily bars, partitioned by year, in files sorted by (symbol, date).</summary>
public static class PriceData
{
    public const string Name = "price_data";

    /// <summary>The columns computations need: no adjusted close, no source.</summary>
    internal static readonly string Prices = string.Join(", ", [BarField.Symbol, BarField.Date, .. BarField.All]);

    /// <summary>Every column, in the order of <see cref="Append"/>.</summary>
    internal static readonly string Everything = $"{Prices}, {BarField.AdjClose}, {BarField.Source}";

    /// <summary>Prices in the quote currency, split-adjusted; volume in shares.</summary>
    public static readonly LakeTable Table = new(Name,
        new Schema(((string[])[BarField.Symbol, BarField.Date, .. BarField.Stored, BarField.Source]).Select(BarField.Column), null))
    {
        ViewColumns = $"{BarField.Symbol}, {BarField.Date}, '1d' AS interval, {string.Join(", ", BarField.Stored)}, {BarField.Source}",
    };

    /// <summary>Bars as one batch of the table; numeric columns are shared, not copied.</summary>
    public static RecordBatch ToArrow(Bars bars)
    {
        var (n, c) = (bars.Count, bars.Columns);
        return new RecordBatch(Table.Schema,
        [
            Symbols(bars),
            ArrowColumns.Dates(c.Day.AsMemory(0, n)),
            ArrowColumns.Doubles(c.Open.AsMemory(0, n)), ArrowColumns.Doubles(c.High.AsMemory(0, n)), ArrowColumns.Doubles(c.Low.AsMemory(0, n)),
            ArrowColumns.Doubles(c.Close.AsMemory(0, n)), ArrowColumns.Doubles(c.AdjClose.AsMemory(0, n)),
            ArrowColumns.Longs(c.Volume.AsMemory(0, n)),
            ArrowColumns.Dictionary(c.Source.AsSpan(0, n)),
        ], n);
    }

    /// <summary>Adds a batch of <see cref="Prices"/> or <see cref="Everything"/>; each run of equal symbols is copied as a block.</summary>
    internal static void Append(BarsBuilder bars, RecordBatch batch, BarRange range)
    {
        var (symbols, sources) = ((StringArray)batch.Column(0), batch.ColumnCount > 7 ? (StringArray)batch.Column(8) : null);
        for (int start = 0, end; start < batch.Length; start = end)
        {
            end = EndOfRun(symbols, start, batch.Length);
            var symbol = Word(symbols, start);
            if (!range.Contains(symbol)) continue;
            for (int at = start, next; at < end; at = next)
            {
                next = sources is null ? end : EndOfRun(sources, at, end);
                bars.Add(symbol, ((Date32Array)batch.Column(1)).Values[at..next], Doubles(2)[at..next], Doubles(3)[at..next], Doubles(4)[at..next],
                    Doubles(5)[at..next], ((Int64Array)batch.Column(6)).Values[at..next],
                    sources is null ? default : AdjClose(batch, at, next), sources is null ? "" : Word(sources, at));
            }
        }

        ReadOnlySpan<double> Doubles(int column) => ((DoubleArray)batch.Column(column)).Values;
    }

    private static DictionaryArray Symbols(Bars bars)
    {
        var codes = new int[bars.Count];
        for (var s = 0; s < bars.Symbols.Count; s++) codes.AsSpan(bars.RowsOf(s)).Fill(s);
        return ArrowColumns.Dictionary(codes, ArrowColumns.Texts(bars.Symbols));
    }

    /// <summary>
    /// One past the last row with the same word as <paramref name="start"/>. Repeated words are periodic in the value buffer: it equals itself shifted
    /// by one word's length, so one comparison finds the end.
    /// </summary>
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

    private static string Word(StringArray words, int row) => string.Intern(Encoding.UTF8.GetString(words.GetBytes(row)));

    private static ReadOnlySpan<double> AdjClose(RecordBatch batch, int start, int end)
    {
        var column = (DoubleArray)batch.Column(7);
        if (column.NullCount == 0) return column.Values[start..end];
        var values = new double[end - start];
        for (var i = start; i < end; i++) values[i - start] = column.GetValue(i) ?? double.NaN;
        return values;
    }
}
