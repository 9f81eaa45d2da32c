using QuantMatrix.Model;

namespace QuantMatrix.Http;

/// <summary>Address, key and limits of one provider.</summary>
public sealed record ProviderOptions
{
    /// <summary>Scheme and host; may include a path, for a proxy.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Reveals the API key; null for a provider that needs none.</summary>
    public Func<string>? Key { get; init; }

    /// <summary>The query parameter for the key, where the provider does not accept it in a header.</summary>
    public string? KeyParameter { get; init; }

    public int CallsPerMinute { get; init; } = 60;

    /// <summary>Calls per UTC day across all runs; null for no limit.</summary>
    public int? CallsPerDay { get; init; }

    /// <summary>Maximum number of concurrent calls.</summary>
    public int Concurrency { get; init; } = 25;

    /// <summary>Retries after the first attempt, for transient faults.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Delay before the first retry; it doubles with each further one, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For one attempt, body included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For one request including retries and throttling.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Pause of all calls after a 429 without Retry-After.</summary>
    public TimeSpan DefaultRetryAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A longer Retry-After disables the provider for the rest of the run.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Pause of all calls when the circuit breaker opens.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Consecutive breaks that disable the provider for the rest of the run.</summary>
    public int MaxConsecutiveBreaks { get; init; } = 3;

    /// <summary>How long a response is served from the cache; zero disables it.</summary>
    public TimeSpan CacheDuration { get; init; } = TimeSpan.FromHours(1);

    public int MaxResponseBytes { get; init; } = 64 << 20;

    /// <summary>Whether redirects to other paths of the same host are followed.</summary>
    public bool FollowRedirects { get; init; }

    /// <summary>The User-Agent header; null for the provider's default.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Receives the events of retries, circuit breaker and timeouts, with the provider's name; null for none.</summary>
    public Polly.Telemetry.TelemetryListener? Telemetry { get; init; }

    /// <summary>The session that the provider requires; null for most.</summary>
    internal ProviderSession? Session { get; init; }

    /// <summary>The base URL without a trailing slash; a path is appended to it.</summary>
    internal string BaseAddress => BaseUrl.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <exception cref="ConfigurationException">Lists every fault, without the key.</exception>
    internal void Validate(string provider)
    {
        var faults = new List<string>();
        if (!BaseUrl.IsAbsoluteUri || BaseUrl.Scheme is not ("http" or "https"))
            faults.Add("BaseUrl is not an HTTP address; expected one such as https://example.com");
        if (Key?.Invoke() is { } key && (key.Length == 0 || key.Any(c => c is <= ' ' or > '~')))
            faults.Add("the key is empty or contains spaces or non-printable characters");
        foreach (var (name, number, min) in new (string, int?, int)[]
        {
            (nameof(CallsPerMinute), CallsPerMinute, 1), (nameof(CallsPerDay), CallsPerDay, 1), (nameof(Concurrency), Concurrency, 1),
            (nameof(Retries), Retries, 0), (nameof(MaxConsecutiveBreaks), MaxConsecutiveBreaks, 1), (nameof(MaxResponseBytes), MaxResponseBytes, 1),
        })
            if (number < min) faults.Add($"{name} is {number}; expected at least {min}");
        foreach (var (name, span, min) in new[]
        {
            (nameof(RetryDelay), RetryDelay, TimeSpan.Zero), (nameof(DefaultRetryAfter), DefaultRetryAfter, TimeSpan.Zero),
            (nameof(Timeout), Timeout, TimeSpan.FromSeconds(0.01)), (nameof(TotalTimeout), TotalTimeout, TimeSpan.FromSeconds(0.01)),
            (nameof(BreakDuration), BreakDuration, TimeSpan.FromSeconds(0.5)),
        })
            if (span < min) faults.Add(FormattableString.Invariant($"{name} is {span}; expected at least {min.TotalSeconds} s"));
        if (faults.Count > 0) throw new ConfigurationException($"{provider}: {string.Join("; ", faults)}");
    }
}
