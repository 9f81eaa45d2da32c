namespace QuantMatrix.Batch.Composition;

/// <summary>A value that is opened at its first use, once for all callers.</summary>
/// <remarks>The caller that opens it may be canceled alone, as by the timeout of a job: the next one opens it again.</remarks>
internal sealed class OpenedOnce<T>(Func<CancellationToken, Task<T>> open)
{
    private readonly Lock writing = new();
    private (Task<T> Value, CancellationToken By)? opened;

    public async Task<T> GetAsync(CancellationToken ct)
    {
        while (true)
        {
            var (value, by) = Open(ct);
            try
            {
                return await value.WaitAsync(ct);
            }
            catch (OperationCanceledException) when (by.IsCancellationRequested && !ct.IsCancellationRequested)
            {
                Forget(value);
            }
        }
    }

    /// <summary>After a failure to open it, the next caller opens it again.</summary>
    public void Renew()
    {
        lock (writing)
            if (opened is { Value: { IsCompleted: true, IsCompletedSuccessfully: false } }) opened = null;
    }

    private (Task<T> Value, CancellationToken By) Open(CancellationToken ct)
    {
        lock (writing) return opened ??= (open(ct), ct);
    }

    private void Forget(Task<T> value)
    {
        lock (writing)
            if (opened?.Value == value) opened = null;
    }
}
