using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>A clock that jumps ahead by as much as somebody begins to wait; a time-out, which is longer, does not move it.</summary>
internal sealed class ImpatientClock : FakeTimeProvider
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private readonly ConcurrentQueue<TimeSpan> waits = new();

    /// <summary>False from where time stands still.</summary>
    public bool Jumps { get; set; } = true;

    /// <summary>In seconds, in the order begun.</summary>
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
