using Apache.Arrow;
using QuantMatrix.Compute;

namespace QuantMatrix.Tests.Compute;

/// <summary>What the engine gives for a batch, by symbol and column.</summary>
internal sealed class Features(RecordBatch batch)
{
    /// <summary>Of an engine that computed nothing before.</summary>
    public Features(Bars bars, int keep = int.MaxValue, Catalogue? catalogue = null, Premises? premises = null)
        : this(new Engine(catalogue ?? Catalogue.Standard, premises ?? Series.Premises).Compute(bars, keep)) { }

    public RecordBatch Batch => batch;

    /// <summary>A column of one symbol, oldest kept row first: doubles, NaN where NULL; flags as 0/1, labels as their codes, UNKNOWN as NaN.</summary>
    public double[] Of(string symbol, string column)
    {
        var rows = Enumerable.Range(0, batch.Length).Where(i => Symbol(i) == symbol).ToArray();
        return [.. rows.Select(i => Number(batch.Column(column), i))];
    }

    public string Symbol(int row) => Word((DictionaryArray)batch.Column(0), row);

    public static string Word(DictionaryArray words, int row) => ((StringArray)words.Dictionary).GetString(((Int32Array)words.Indices).Values[row]);

    private static double Number(IArrowArray column, int row) => column switch
    {
        DoubleArray d => d.GetValue(row) ?? double.NaN,
        Int32Array n => n.GetValue(row) ?? double.NaN,
        BooleanArray b => b.GetValue(row) is { } flag ? (flag ? 1 : 0) : double.NaN,
        DictionaryArray w => Word(w, row) == "UNKNOWN" ? double.NaN : ((Int32Array)w.Indices).Values[row],
        _ => throw new NotSupportedException(column.GetType().Name),
    };
}
