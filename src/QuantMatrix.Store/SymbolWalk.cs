using Apache.Arrow;
using QuantMatrix.Compute;

namespace QuantMatrix.Store;

/// <summary>A walk through one file's bars, a run of equal symbols at a time.</summary>
internal sealed class SymbolWalk(IAsyncEnumerable<RecordBatch> batches) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<RecordBatch> batch = batches.GetAsyncEnumerator();
    private int start, end, length;

    /// <summary>Symbol of the run stood at; null past the end.</summary>
    public string? Symbol { get; private set; }

    /// <summary>Goes on to the next run; one symbol's rows may come as several.</summary>
    public async ValueTask NextAsync()
    {
        start = end;
        while (start == length)
        {
            if (!await batch.MoveNextAsync())
            {
                Symbol = null;
                return;
            }
            (start, length) = (0, batch.Current.Length);
        }
        var symbols = (StringArray)batch.Current.Column(0);
        end = BarReader.EndOfRun(symbols, start, length);
        Symbol = BarReader.Word(symbols, start);
    }

    public void AppendTo(BarsBuilder bars)
    {
        var (rows, columns) = (start..end, batch.Current);
        bars.Add(Symbol!, ((Date32Array)columns.Column(1)).Values[rows], Doubles(2)[rows], Doubles(3)[rows], Doubles(4)[rows], Doubles(5)[rows],
            ((Int64Array)columns.Column(6)).Values[rows]);

        ReadOnlySpan<double> Doubles(int column) => ((DoubleArray)columns.Column(column)).Values;
    }

    public ValueTask DisposeAsync() => batch.DisposeAsync();
}
