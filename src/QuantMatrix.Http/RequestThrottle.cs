using System.Threading.RateLimiting;

namespace QuantMatrix.Http;

/// <summary>When the next call to a provider may be made: a token bucket, and a pause when the provider asked for one.</summary>
/// <remarks>A tenth of the minute's calls may come at once and the rest in even steps, so that no minute sees more calls than allowed.</remarks>
internal sealed class RequestThrottle : IDisposable
{
    private const int BurstShare = 10;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), ShortestStep = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider time;
    private readonly TokenBucketRateLimiter bucket;
    private long quietUntil;

    public RequestThrottle(int callsPerMinute, TimeProvider time)
    {
        this.time = time;
        var burst = Math.Max(1, callsPerMinute / BurstShare);
        var steady = Math.Max(1, callsPerMinute - burst);
        var perStep = Math.Max(1, (int)(steady * (ShortestStep / Minute)));
        bucket = new TokenBucketRateLimiter(new()
        {
            TokenLimit = Math.Max(burst, perStep), TokensPerPeriod = perStep, ReplenishmentPeriod = Minute * perStep / steady, QueueLimit = int.MaxValue,
        });
    }

    public async ValueTask<RateLimitLease> TakeTurnAsync(CancellationToken ct)
    {
        var turn = await bucket.AcquireAsync(1, ct);
        while (Interlocked.Read(ref quietUntil) - time.GetUtcNow().UtcTicks is > 0 and var ticks) await Task.Delay(TimeSpan.FromTicks(ticks), time, ct);
        return turn;
    }

    /// <summary>Nobody takes a turn for so long; a longer pause that is under way stays.</summary>
    public void Pause(TimeSpan length)
    {
        var (until, now) = (time.GetUtcNow().UtcTicks + length.Ticks, Interlocked.Read(ref quietUntil));
        while (now < until && Interlocked.CompareExchange(ref quietUntil, until, now) is var found && found != now) now = found;
    }

    public void Dispose() => bucket.Dispose();
}
