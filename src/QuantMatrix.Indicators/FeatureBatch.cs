using Apache.Arrow;

namespace QuantMatrix.Indicators;

/// <summary>A batch of features that gives its memory back to the engine when disposed; nobody may read it then.</summary>
internal sealed class FeatureBatch(Schema schema, IEnumerable<IArrowArray> columns, int length, Action recycle) : RecordBatch(schema, columns, length)
{
    private Action? recycle = recycle;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Interlocked.Exchange(ref recycle, null)?.Invoke();
    }
}
