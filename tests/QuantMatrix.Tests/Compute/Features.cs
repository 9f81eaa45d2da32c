using Apache.Arrow;
using QuantMatrix.Compute;
using QuantMatrix.Tests.Compute.Twins;

namespace QuantMatrix.Tests.Compute;

/// <summary>What the engine gives for a batch, by symbol and column.</summary>
internal sealed class Features(Bars bars, int keep = int.MaxValue, Surroundings? around = null)
{
    private readonly RecordBatch batch = EngineOf(around ?? Surroundings.Default).Compute(bars, keep);
    private Dictionary<string, Range>? rows;

    public RecordBatch Batch => batch;

    public static Engine EngineOf(Surroundings around) => new(Catalogue.Standard, around.Calendar);

    /// <summary>A column of one symbol, oldest kept row first: doubles, NaN where NULL; flags as 0/1, labels as their codes, UNKNOWN as NaN.</summary>
    public double[] Of(string symbol, string column)
    {
        rows ??= RowsBySymbol();
        var (first, count) = rows.GetValueOrDefault(symbol, 0..0).GetOffsetAndLength(batch.Length);
        var values = batch.Column(column);
        return [.. Enumerable.Range(first, count).Select(i => Number(values, i))];
    }

    public string Symbol(int row) => Word((DictionaryArray)batch.Column(0), row);

    public static string Word(DictionaryArray words, int row) => ((StringArray)words.Dictionary).GetString(((Int32Array)words.Indices).Values[row]);

    private Dictionary<string, Range> RowsBySymbol() => Enumerable.Range(0, batch.Length).GroupBy(Symbol).ToDictionary(g => g.Key, g => g.First()..(g.Last() + 1));

    private static double Number(IArrowArray column, int row) => column switch
    {
        DoubleArray d => d.GetValue(row) ?? double.NaN,
        Int32Array n => n.GetValue(row) ?? double.NaN,
        BooleanArray b => b.GetValue(row) is { } flag ? (flag ? 1 : 0) : double.NaN,
        DictionaryArray w => Word(w, row) == "UNKNOWN" ? double.NaN : ((Int32Array)w.Indices).Values[row],
        _ => throw new NotSupportedException(column.GetType().Name),
    };
}
