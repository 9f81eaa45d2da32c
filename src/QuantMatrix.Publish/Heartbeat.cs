using QuantMatrix.Model;

namespace QuantMatrix.Publish;

/// <summary>Renews a lease in the background.</summary>
/// <remarks>A failed renewal is tried again at the next interval. When the lease is lost, each write is refused.</remarks>
internal sealed class Heartbeat : IDisposable
{
    private readonly CancellationTokenSource stop = new();

    public Heartbeat(TimeSpan interval, Func<CancellationToken, Task> renew) => _ = BeatAsync(interval, renew, stop.Token);

    public void Dispose() => stop.Cancel();

    private static async Task BeatAsync(TimeSpan interval, Func<CancellationToken, Task> renew, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(interval);
        while (!ct.IsCancellationRequested)
            try
            {
                await timer.WaitForNextTickAsync(ct);
                await renew(ct);
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is TemporaryException or ConfigurationException)
            {
                // The next renewal may succeed.
            }
    }
}
