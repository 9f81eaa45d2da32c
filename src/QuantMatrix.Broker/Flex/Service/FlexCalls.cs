namespace QuantMatrix.Broker.Flex.Service;

/// <summary>Spaces the calls of one token as the service requires: one per second and ten per minute.</summary>
public sealed class FlexCalls(TimeProvider time)
{
    private const int PerMinute = 10;
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1), Minute = TimeSpan.FromMinutes(1);

    private readonly long began = time.GetTimestamp();
    private readonly Queue<TimeSpan> latest = new();
    private TimeSpan next;

    /// <summary>Waits until the next call may start.</summary>
    public Task WaitAsync(CancellationToken ct)
    {
        lock (latest)
        {
            var now = time.GetElapsedTime(began);
            var start = now > next ? now : next;
            if (latest.Count == PerMinute && latest.Dequeue() + Minute is var free && free > start) start = free;
            latest.Enqueue(start);
            next = start + Apart;
            return Task.Delay(start - now, time, ct);
        }
    }
}
