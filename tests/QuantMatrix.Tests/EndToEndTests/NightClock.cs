namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A time of the test's choice, from which it continues as time does. A pause of some seconds ends at once, and the time is then past it.</summary>
internal sealed class NightClock : TimeProvider
{
    /// <summary>What waits longer is a timeout, which must not end early.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly Lock changing = new();
    private TimeSpan ahead;

    public override DateTimeOffset GetUtcNow()
    {
        lock (changing) return base.GetUtcNow() + ahead;
    }

    public void Set(DateTimeOffset now)
    {
        lock (changing) ahead = now - base.GetUtcNow();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero || dueTime > LongestPause) return base.CreateTimer(callback, state, dueTime, period);
        var due = GetUtcNow() + dueTime;
        return base.CreateTimer(End, state, TimeSpan.FromMilliseconds(1), period);

        void End(object? of)
        {
            lock (changing)
                if (due - base.GetUtcNow() is var until && until > ahead) ahead = until;
            callback(of);
        }
    }
}
