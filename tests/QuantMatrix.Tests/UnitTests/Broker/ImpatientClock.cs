using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>A clock that advances at once by the length of every wait; time-outs, which are longer, do not advance it.</summary>
internal sealed class ImpatientClock : FakeTimeProvider
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private readonly ConcurrentQueue<TimeSpan> waits = new();

    /// <summary>False to stop the clock.</summary>
    public bool Jumps { get; set; } = true;

    /// <summary>In seconds, in order.</summary>
    public IReadOnlyList<double> Waits => [.. waits.Select(w => w.TotalSeconds)];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime <= TimeSpan.Zero || dueTime > LongestWait) return timer;
        waits.Enqueue(dueTime);
        if (Jumps) ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        return timer;
    }
}
