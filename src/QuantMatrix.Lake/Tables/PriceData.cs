using System.Text;
using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>The table <c>price_data</c>: raw daily bars, partitioned by year, in files sorted by (symbol, date).</summary>
public static class PriceData
{
    public const string Name = "price_data";

    /// <summary>The form of files without total-return closes; those of form 0 store them.</summary>
    public const int Form = 1;

    /// <summary>The columns computations need: no source.</summary>
    internal static readonly string Prices = string.Join(", ", [BarField.Symbol, BarField.Date, .. BarField.All]);

    /// <summary>Every stored column.</summary>
    internal static readonly string Stored = $"{Prices}, {BarField.Source}";

    /// <summary>Every column of the view, in the order of <see cref="Append"/>.</summary>
    internal static readonly string Everything = $"{Stored}, {BarField.AdjClose}";

    /// <summary>Prices in the quote currency, split-adjusted; volume in shares.</summary>
    public static readonly LakeTable Table = new(Name,
        new Schema(((string[])[BarField.Symbol, BarField.Date, .. BarField.All, BarField.Source]).Select(BarField.Column), null))
    { Form = Form };

    /// <summary>Bars as one batch of the table; numeric columns are shared, not copied.</summary>
    public static RecordBatch ToArrow(Bars bars)
    {
        var (n, c) = (bars.Count, bars.Columns);
        return new RecordBatch(Table.Schema,
        [
            Symbols(bars),
            ArrowColumns.Dates(c.Day.AsMemory(0, n)),
            ArrowColumns.Doubles(c.Open.AsMemory(0, n)), ArrowColumns.Doubles(c.High.AsMemory(0, n)), ArrowColumns.Doubles(c.Low.AsMemory(0, n)),
            ArrowColumns.Doubles(c.Close.AsMemory(0, n)), ArrowColumns.Longs(c.Volume.AsMemory(0, n)),
            ArrowColumns.Dictionary(c.Source.AsSpan(0, n)),
        ], n);
    }

    /// <summary>The bars of a range in batches of <see cref="Everything"/>.</summary>
    internal static async Task<Bars> ReadAsync(IAsyncEnumerable<RecordBatch> batches, BarRange range)
    {
        var bars = new BarsBuilder();
        await foreach (var batch in batches) Append(bars, batch, range);
        return bars.Build();
    }

    /// <summary>Adds a batch of <see cref="Prices"/>, <see cref="Stored"/> or <see cref="Everything"/>; runs of equal symbols are copied as blocks.</summary>
    internal static void Append(BarsBuilder bars, RecordBatch batch, BarRange range)
    {
        var (symbols, sources) = ((StringArray)batch.Column(0), batch.ColumnCount > 7 ? (StringArray)batch.Column(7) : null);
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
                    batch.ColumnCount > 8 ? Doubles(8)[at..next] : default, sources is null ? "" : Word(sources, at));
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
}
