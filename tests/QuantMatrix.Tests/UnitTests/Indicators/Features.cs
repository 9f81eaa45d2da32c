using Apache.Arrow;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>What the engine gives for a batch, by symbol and column.</summary>
internal sealed class Features(RecordBatch batch)
{
    private readonly Lazy<Dictionary<string, Range>> rows = new(() => RowsBySymbol(batch));

    /// <summary>Of an engine that computed nothing before.</summary>
    public Features(Bars bars, int keep = int.MaxValue, Catalogue? catalogue = null, MarketContext? premises = null)
        : this(new Engine(catalogue ?? Catalogue.Standard, premises ?? Series.MarketContext).Compute(bars, keep)) { }

    public RecordBatch Batch => batch;

    /// <summary>A column of one symbol, oldest kept row first: doubles, NaN where NULL; flags as 0/1, labels as their codes, UNKNOWN as NaN.</summary>
    public double[] Of(string symbol, string column)
    {
        var (first, count) = rows.Value.GetValueOrDefault(symbol, 0..0).GetOffsetAndLength(batch.Length);
        var number = Numbers(batch.Column(column));
        return [.. Enumerable.Range(first, count).Select(number)];
    }

    public string Symbol(int row) => Symbol(batch, row);

    public static string Word(DictionaryArray words, int row) => ((StringArray)words.Dictionary).GetString(((Int32Array)words.Indices).Values[row]);

    private static string Symbol(RecordBatch batch, int row) => Word((DictionaryArray)batch.Column(0), row);

    private static Dictionary<string, Range> RowsBySymbol(RecordBatch batch) =>
        Enumerable.Range(0, batch.Length).GroupBy(row => Symbol(batch, row)).ToDictionary(g => g.Key, g => g.First()..(g.Last() + 1));

    private static Func<int, double> Numbers(IArrowArray column)
    {
        switch (column)
        {
            case DoubleArray d: return row => d.GetValue(row) ?? double.NaN;
            case Int32Array n: return row => n.GetValue(row) ?? double.NaN;
            case BooleanArray b: return row => b.GetValue(row) is { } flag ? (flag ? 1 : 0) : double.NaN;
            case DictionaryArray w:
                var (codes, words) = ((Int32Array)w.Indices, (StringArray)w.Dictionary);
                var unknown = Enumerable.Range(0, words.Length).FirstOrDefault(code => words.GetString(code) == "UNKNOWN", -1);
                return row => codes.Values[row] == unknown ? double.NaN : codes.Values[row];
            default: throw new NotSupportedException(column.GetType().Name);
        }
    }
}
