using DuckDB.NET.Data;

namespace QuantMatrix.Lake;

/// <summary>Interrupts a statement when a token is canceled, until disposed.</summary>
/// <remarks>It repeats the interruption: before the engine has begun the statement, an interruption has no effect.</remarks>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenRegistration registration;
    private readonly Timer timer;

    public Interruption(DuckDBCommand command, CancellationToken ct)
    {
        timer = new(_ => command.Cancel());
        registration = ct.Register(() => timer.Change(TimeSpan.Zero, Interval));
    }

    /// <summary>Waits for an interruption in progress, which uses the statement's connection.</summary>
    public void Dispose()
    {
        registration.Dispose();
        using var stopped = new ManualResetEvent(false);
        if (timer.Dispose(stopped)) stopped.WaitOne();
    }
}
