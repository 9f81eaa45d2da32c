using Apache.Arrow;
using QuantMatrix.Compute;
using QuantMatrix.Tests.Compute.Twins;

namespace QuantMatrix.Tests.Compute;

/// <summary>What the engine gives for a batch, by symbol and column.</summary>
<<<<<<< HEAD
internal sealed class Features(RecordBatch batch)
{
    private readonly Lazy<Dictionary<string, Range>> rows = new(() => RowsBySymbol(batch));

    public Features(Bars bars, int keep = int.MaxValue, Surroundings? around = null)
        : this(EngineOf(around ?? Surroundings.Default).Compute(bars, keep))
    {
    }
=======
internal sealed class Features(Bars bars, int keep = int.MaxValue, Catalogue? catalogue = null, Premises? premises = null)
{
    private readonly RecordBatch batch = new Engine(catalogue ?? Catalogue.Standard, premises ?? Series.Premises).Compute(bars, keep);
>>>>>>> 4b6983d1e85867c95c7bbca20b5b88d27dd72090

    public RecordBatch Batch => batch;

    public static Engine EngineOf(Surroundings around) => new(Catalogue.Standard, around.Calendar);

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
                var unknown = Enumerable.Range(0, w.Dictionary.Length).First(code => ((StringArray)w.Dictionary).GetString(code) == "UNKNOWN");
                return row => ((Int32Array)w.Indices).Values[row] is var code && code == unknown ? double.NaN : code;
            default: throw new NotSupportedException(column.GetType().Name);
        }
    }
}
