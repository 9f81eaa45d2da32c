using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The lock of a data root, as another run holds it.</summary>
internal static class HeldLock
{
    public static Task<RunLock> TakeAsync(string data) =>
        RunLock.TakeAsync(new RunLedger(Path.Combine(data, "runs"), TextWriter.Null), new DataRoot(data), "another", TimeSpan.Zero, CancellationToken.None);
}
