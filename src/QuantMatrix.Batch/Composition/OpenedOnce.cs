namespace QuantMatrix.Batch.Composition;

/// <summary>A value that is opened at its first use, once for all callers.</summary>
internal sealed class OpenedOnce<T>(Func<CancellationToken, Task<T>> open)
{
    private readonly Lock writing = new();
    private Task<T>? value;

    public Task<T> GetAsync(CancellationToken ct)
    {
        lock (writing) return value ??= open(ct);
    }
}
