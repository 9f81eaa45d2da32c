namespace QuantMatrix.Lake;

/// <summary>A turn at something only one may do at a time; over when disposed.</summary>
internal sealed class LakeWriteLock(SemaphoreSlim gate) : IDisposable
{
    public void Dispose() => gate.Release();
}
