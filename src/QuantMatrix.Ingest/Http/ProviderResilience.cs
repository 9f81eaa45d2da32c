using System.Threading.RateLimiting;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;

namespace QuantMatrix.Ingest;

/// <summary>How a question is put so that a provider's bad moments do no harm, from the outside in: a place among the calls under way, a time for all
/// of it, tries, a turn, a breaker, a time for one try.</summary>
internal static class ProviderResilience
{
    private const double FailedShare = 0.5;
    private const int FewestTries = 10;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    /// <param name="takeTurn">Waits until the next call may be made.</param>
    /// <param name="onBreak">Told when most tries fail, with the number of times in a row.</param>
    public static ResiliencePipeline Of(ProviderOptions options, TimeProvider time, Func<CancellationToken, ValueTask<RateLimitLease>> takeTurn,
        Action onRetry, Action<int> onBreak)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        builder.AddConcurrencyLimiter(options.Concurrency, queueLimit: int.MaxValue).AddTimeout(options.TotalTimeout);
        if (options.Retries > 0) builder.AddRetry(Retry(options, onRetry));
        return builder
            .AddRateLimiter(new RateLimiterStrategyOptions { RateLimiter = args => takeTurn(args.Context.CancellationToken) })
            .AddCircuitBreaker(Breaker(options, onBreak))
            .AddTimeout(options.Timeout)
            .Build();
    }

    private static RetryStrategyOptions Retry(ProviderOptions options, Action onRetry) => new()
    {
        ShouldHandle = new PredicateBuilder().Handle<ProviderException>(IsTransient).Handle<TimeoutRejectedException>().Handle<BrokenCircuitException>(),
        MaxRetryAttempts = options.Retries,
        Delay = options.RetryDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        DelayGenerator = args => new(DelayAfter(args.Outcome.Exception)),
        OnRetry = _ =>
        {
            onRetry();
            return default;
        },
    };

    /// <summary>After a pause asked for everybody waits anyway, an open breaker says how long it stays so; else the usual growing delay.</summary>
    private static TimeSpan? DelayAfter(Exception? fault) => fault switch
    {
        ProviderException { RetryAfter: not null } => TimeSpan.Zero,
        BrokenCircuitException broken => broken.RetryAfter,
        _ => null,
    };

    private static CircuitBreakerStrategyOptions Breaker(ProviderOptions options, Action<int> onBreak)
    {
        var breaks = 0;
        return new()
        {
            ShouldHandle = new PredicateBuilder().Handle<ProviderException>(IsTransient).Handle<TimeoutRejectedException>(),
            FailureRatio = FailedShare,
            MinimumThroughput = FewestTries,
            SamplingDuration = Window,
            BreakDuration = options.BreakDuration,
            OnOpened = _ =>
            {
                onBreak(Interlocked.Increment(ref breaks));
                return default;
            },
            OnClosed = _ =>
            {
                Interlocked.Exchange(ref breaks, 0);
                return default;
            },
        };
    }

    private static bool IsTransient(ProviderException fault) => fault.Kind == FaultKind.Transient;
}
