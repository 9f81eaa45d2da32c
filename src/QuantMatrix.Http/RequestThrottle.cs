using System.Threading.RateLimiting;

namespace QuantMatrix.Http;

/// <summary>Limits calls per minute with a token bucket and pauses all calls when the provider asks for it.</summary>
/// <remarks>A tenth of the minute's calls may burst; the rest is spread evenly, so that no minute exceeds the limit.</remarks>
internal sealed class RequestThrottle : IDisposable
{
    private const int BurstShare = 10;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), MinPeriod = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider time;
    private readonly TokenBucketRateLimiter bucket;
    private long pausedUntil;

    public RequestThrottle(int callsPerMinute, TimeProvider time)
    {
        this.time = time;
        var burst = Math.Max(1, callsPerMinute / BurstShare);
        var steady = Math.Max(1, callsPerMinute - burst);
        var perPeriod = Math.Max(1, (int)(steady * (MinPeriod / Minute)));
        bucket = new TokenBucketRateLimiter(new()
        {
            TokenLimit = Math.Max(burst, perPeriod), TokensPerPeriod = perPeriod, ReplenishmentPeriod = Minute * perPeriod / steady, QueueLimit = int.MaxValue,
        });
    }

    public async ValueTask<RateLimitLease> AcquireAsync(CancellationToken ct)
    {
        var lease = await bucket.AcquireAsync(1, ct);
        while (Interlocked.Read(ref pausedUntil) - time.GetUtcNow().UtcTicks is > 0 and var ticks) await Task.Delay(TimeSpan.FromTicks(ticks), time, ct);
        return lease;
    }

    /// <summary>Holds back every call for this long; never shortens a pause in progress.</summary>
    public void Pause(TimeSpan length)
    {
        var (until, current) = (time.GetUtcNow().UtcTicks + length.Ticks, Interlocked.Read(ref pausedUntil));
        while (current < until && Interlocked.CompareExchange(ref pausedUntil, until, current) is var found && found != current) current = found;
    }

    public void Dispose() => bucket.Dispose();
}
