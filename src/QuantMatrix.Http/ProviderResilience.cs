using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;

namespace QuantMatrix.Http;

/// <summary>Builds the resilience pipeline of a provider.</summary>
/// <remarks>Outermost first: concurrency limit, total timeout, retries, wait for the open breaker, circuit breaker, rate limit, timeout per attempt.</remarks>
internal static class ProviderResilience
{
    private const double FailureRatio = 0.5;
    private const int MinimumThroughput = 10;
    private static readonly TimeSpan SamplingDuration = TimeSpan.FromSeconds(30), MaxBreakPoll = TimeSpan.FromSeconds(1);

    /// <param name="builder">Has the name, the time and the telemetry of the pipeline.</param>
    /// <param name="acquire">Waits for the rate limit.</param>
    /// <param name="onRetry">Called before each retry.</param>
    /// <param name="continues">Given the number of consecutive breaks, whether to wait for the breaker to close and continue.</param>
    public static ResiliencePipeline Build(
        ResiliencePipelineBuilder builder, ProviderOptions options, Func<CancellationToken, ValueTask<RateLimitLease>> acquire, Action onRetry,
        Func<int, bool> continues)
    {
        var breaks = new StrongBox<int>();
        builder.AddConcurrencyLimiter(options.Concurrency, queueLimit: int.MaxValue).AddTimeout(options.TotalTimeout);
        if (options.Retries > 0) builder.AddRetry(Retry(options, onRetry));
        return builder
            .AddRetry(WaitForBreaker(() => continues(breaks.Value)))
            .AddCircuitBreaker(Breaker(options, breaks))
            .AddRateLimiter(new RateLimiterStrategyOptions { RateLimiter = args => acquire(args.Context.CancellationToken) })
            .AddTimeout(options.Timeout)
            .Build();
    }

    /// <summary>For a request that the run can do without: made once, and its failure says nothing about the provider.</summary>
    public static ResiliencePipeline BuildAuxiliary(
        ResiliencePipelineBuilder builder, ProviderOptions options, Func<CancellationToken, ValueTask<RateLimitLease>> acquire) =>
        builder.AddRateLimiter(new RateLimiterStrategyOptions { RateLimiter = args => acquire(args.Context.CancellationToken) })
            .AddTimeout(options.Timeout)
            .Build();

    /// <summary>No extra delay after Retry-After: the throttle already holds back every call until it has passed.</summary>
    private static RetryStrategyOptions Retry(ProviderOptions options, Action onRetry) => new()
    {
        ShouldHandle = new PredicateBuilder().Handle<ProviderException>(IsTransient).Handle<TimeoutRejectedException>(),
        MaxRetryAttempts = options.Retries,
        Delay = options.RetryDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        DelayGenerator = args => new((args.Outcome.Exception as ProviderException)?.RetryAfter is null ? null : TimeSpan.Zero),
        OnRetry = _ =>
        {
            onRetry();
            return default;
        },
    };

    /// <summary>Waiting for an open breaker does not count as a retry; one probe call decides whether it closes.</summary>
    private static RetryStrategyOptions WaitForBreaker(Func<bool> continues) => new()
    {
        ShouldHandle = args => new(args.Outcome.Exception is BrokenCircuitException && continues()),
        MaxRetryAttempts = int.MaxValue,
        DelayGenerator = args => new(args.Outcome.Exception is BrokenCircuitException { RetryAfter: { } pause } && pause < MaxBreakPoll ? pause : MaxBreakPoll),
    };

    private static CircuitBreakerStrategyOptions Breaker(ProviderOptions options, StrongBox<int> breaks) => new()
    {
        ShouldHandle = new PredicateBuilder().Handle<ProviderException>(IsTransient).Handle<TimeoutRejectedException>(),
        FailureRatio = FailureRatio,
        MinimumThroughput = MinimumThroughput,
        SamplingDuration = SamplingDuration,
        BreakDuration = options.BreakDuration,
        OnOpened = _ =>
        {
            Interlocked.Increment(ref breaks.Value);
            return default;
        },
        OnClosed = _ =>
        {
            Interlocked.Exchange(ref breaks.Value, 0);
            return default;
        },
    };

    private static bool IsTransient(ProviderException fault) => fault.Kind == FaultKind.Transient;
}
