using Apache.Arrow;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>An engine's result for a batch, accessible by symbol and column.</summary>
internal sealed class Features(RecordBatch batch)
{
    private readonly Lazy<Dictionary<string, Range>> rows = new(() => RowsBySymbol(batch));

    /// <summary>Computed by a new engine.</summary>
    public Features(Bars bars, int keep = int.MaxValue, Catalogue? catalogue = null, MarketContext? market = null)
        : this(new Engine(catalogue ?? Catalogue.Standard, market ?? Series.MarketContext).Compute(bars, keep)) { }

    public RecordBatch Batch => batch;

    /// <summary>A column of one symbol as doubles, oldest kept row first: NULL and UNKNOWN as NaN, flags as 0 or 1, labels as codes.</summary>
    public double[] Of(string symbol, string column)
    {
        var (first, count) = rows.Value.GetValueOrDefault(symbol, 0..0).GetOffsetAndLength(batch.Length);
        var value = ValueReader(batch.Column(column));
        return [.. Enumerable.Range(first, count).Select(value)];
    }

    public string Symbol(int row) => Symbol(batch, row);

    private static string Text(DictionaryArray texts, int row) => ((StringArray)texts.Dictionary).GetString(((Int32Array)texts.Indices).Values[row]);

    private static string Symbol(RecordBatch batch, int row) => Text((DictionaryArray)batch.Column(0), row);

    private static Dictionary<string, Range> RowsBySymbol(RecordBatch batch) =>
        Enumerable.Range(0, batch.Length).GroupBy(row => Symbol(batch, row)).ToDictionary(g => g.Key, g => g.First()..(g.Last() + 1));

    private static Func<int, double> ValueReader(IArrowArray column)
    {
        switch (column)
        {
            case DoubleArray x: return row => x.GetValue(row) ?? double.NaN;
            case Int32Array n: return row => n.GetValue(row) ?? double.NaN;
            case BooleanArray b: return row => b.GetValue(row) is { } flag ? (flag ? 1 : 0) : double.NaN;
            case DictionaryArray d:
                var (codes, labels) = ((Int32Array)d.Indices, (StringArray)d.Dictionary);
                var unknown = Enumerable.Range(0, labels.Length).FirstOrDefault(code => labels.GetString(code) == "UNKNOWN", -1);
                return row => codes.Values[row] == unknown ? double.NaN : codes.Values[row];
            default: throw new NotSupportedException(column.GetType().Name);
        }
    }
}
