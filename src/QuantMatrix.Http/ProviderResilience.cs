using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;

namespace QuantMatrix.Http;

/// <summary>How a question is put so that a provider's bad moments do no harm, from the outside in: a place among the calls under way, a time for all
/// of it, tries, rests, a breaker, a turn, a time for one try.</summary>
internal static class ProviderResilience
{
    private const double FailedShare = 0.5;
    private const int FewestTries = 10;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30), LongestRest = TimeSpan.FromSeconds(1);

    /// <param name="takeTurn">Waits until the next call may be made.</param>
    /// <param name="onRetry">Told of each further try.</param>
    /// <param name="rests">Told that most tries fail and how many times in a row it is so; whether to go on once everybody has rested.</param>
    public static ResiliencePipeline Of(
        ProviderOptions options, TimeProvider time, Func<CancellationToken, ValueTask<RateLimitLease>> takeTurn, Action onRetry, Func<int, bool> rests)
    {
        var breaks = new StrongBox<int>();
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        builder.AddConcurrencyLimiter(options.Concurrency, queueLimit: int.MaxValue).AddTimeout(options.TotalTimeout);
        if (options.Retries > 0) builder.AddRetry(Tries(options, onRetry));
        return builder
            .AddRetry(Rests(() => rests(breaks.Value)))
            .AddCircuitBreaker(Breaker(options, breaks))
            .AddRateLimiter(new RateLimiterStrategyOptions { RateLimiter = args => takeTurn(args.Context.CancellationToken) })
            .AddTimeout(options.Timeout)
            .Build();
    }

    /// <summary>After a pause the provider asked for there is no further delay: everybody waits for a turn until it is over.</summary>
    private static RetryStrategyOptions Tries(ProviderOptions options, Action onRetry) => new()
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

    /// <summary>Waiting while the breaker is open costs no try; one call goes ahead and tells how it is.</summary>
    private static RetryStrategyOptions Rests(Func<bool> goesOn) => new()
    {
        ShouldHandle = args => new(args.Outcome.Exception is BrokenCircuitException && goesOn()),
        MaxRetryAttempts = int.MaxValue,
        DelayGenerator = args => new(args.Outcome.Exception is BrokenCircuitException { RetryAfter: { } rest } && rest < LongestRest ? rest : LongestRest),
    };

    private static CircuitBreakerStrategyOptions Breaker(ProviderOptions options, StrongBox<int> breaks) => new()
    {
        ShouldHandle = new PredicateBuilder().Handle<ProviderException>(IsTransient).Handle<TimeoutRejectedException>(),
        FailureRatio = FailedShare,
        MinimumThroughput = FewestTries,
        SamplingDuration = Window,
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
