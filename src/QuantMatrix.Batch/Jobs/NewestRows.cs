using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Keeps a copy of each symbol's newest row while batches of features pass through to the lake: these rows are the cache.</summary>
internal sealed class NewestRows
{
    private readonly List<RecordBatch> kept = [];

    /// <summary>Passes the batches on unchanged.</summary>
    /// <param name="batches">Sorted by (symbol, date); each symbol is in one batch.</param>
    public async IAsyncEnumerable<RecordBatch> KeepAsync(IAsyncEnumerable<RecordBatch> batches)
    {
        await foreach (var batch in batches)
        {
            kept.Add(ArrowRows.Take(batch, LastOfEachSymbol(batch)));
            yield return batch;
        }
    }

    /// <summary>The rows kept, one per symbol; null when there were none.</summary>
    public RecordBatch? ToBatch() => ArrowRows.Concatenate(kept);

    private static List<int> LastOfEachSymbol(RecordBatch batch)
    {
        var codes = ((Int32Array)((DictionaryArray)batch.Column(0)).Indices).Values;
        var rows = new List<int>();
        for (var i = 0; i < codes.Length; i++)
            if (i == codes.Length - 1 || codes[i] != codes[i + 1]) rows.Add(i);
        return rows;
    }
}
