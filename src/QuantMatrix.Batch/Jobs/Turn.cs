namespace QuantMatrix.Batch.Jobs;

/// <summary>A turn at something only one may do at a time; over when disposed.</summary>
internal readonly struct Turn(SemaphoreSlim gate) : IDisposable
{
    public void Dispose() => gate.Release();
}
