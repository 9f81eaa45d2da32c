using System.Threading.RateLimiting;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using QuantMatrix.Model;

namespace QuantMatrix.Http;

/// <summary>HTTP client of one provider with rate limit, daily budget, response cache, retries and circuit breaker.</summary>
/// <remarks>
/// The API key is sent in a header, or in the query where a provider accepts nothing else, and is redacted from error messages. A provider that
/// rejects the key, exhausts its budget or keeps failing is disabled for the rest of the run.
/// </remarks>
internal sealed class ProviderClient : IDisposable
{
    private readonly string name;
    private readonly ProviderOptions options;
    private readonly ProviderAddress address;
    private readonly ProviderTransport transport;
    private readonly RequestThrottle throttle;
    private readonly CallBudget budget;
    private readonly ResponseCache cache;
    private readonly ResiliencePipeline pipeline, auxiliary;

    /// <param name="headers">Sent with every request; includes the API key.</param>
    public ProviderClient(string name, ProviderOptions options, IReadOnlyDictionary<string, string> headers, IKeyStore store, TimeProvider time)
    {
        options.Validate(name);
        (this.name, this.options) = (name, options);
        address = new(options);
        throttle = new(options.CallsPerMinute, time);
        budget = new(name, options.CallsPerDay, store, time);
        cache = new(name, options.BaseAddress, options.CacheDuration, store, time);
        transport = new(ProviderConnection.Open(options, headers), options, throttle, Tally, time);
        pipeline = ProviderResilience.Build(Builder(), options, AcquireAsync, () => Tally.Add("retries"), ContinuesAfter);
        auxiliary = ProviderResilience.BuildAuxiliary(Builder(), options, AcquireAsync);
        if (options.Session is { } session) session.BeforeCall = CountCallAsync;

        ResiliencePipelineBuilder Builder() => new() { Name = name, TimeProvider = time, TelemetryListener = options.Telemetry };
    }

    public ProviderTally Tally { get; } = new();

    /// <summary>Sends a GET request, or returns the cached response, and parses the body.</summary>
    /// <param name="pathAndQuery">Relative to the base address, without the key.</param>
    /// <param name="parse">Throws <see cref="ProviderException"/> for an unusable body; only a whole <see cref="ICacheable"/> is cached.</param>
    /// <param name="optional">The refusal of an optional request does not disable the provider.</param>
    /// <exception cref="ProviderException">There is no usable response.</exception>
    public async Task<T> GetAsync<T>(string pathAndQuery, Func<ReadOnlySpan<byte>, T> parse, bool optional, CancellationToken ct)
    {
        if (await cache.FindAsync(pathAndQuery, ct) is { } cached && TryParse(cached, parse, out var known)) return known;
        return await ExecuteAsync(token => transport.SendAsync(Get(address.Of(pathAndQuery)), ParseAsync, address.Redact, token), optional, ct);

        async Task<T> ParseAsync(Stream stream, CancellationToken token)
        {
            using var body = await ResponseBody.ReadAsync(stream, token);
            var result = parse(body.Bytes.Span);
            if (result is ICacheable { IsWhole: true }) await cache.AddAsync(pathAndQuery, body.Bytes, token);
            return result;
        }
    }

    /// <summary>The same for an optional request that is not cached.</summary>
    /// <param name="calls">What the request counts for in the daily budget.</param>
    /// <exception cref="ProviderException">There is no usable response.</exception>
    public async Task<T> GetBodyAsync<T>(string pathAndQuery, Func<ReadOnlySpan<byte>, T> parse, int calls, CancellationToken ct)
    {
        for (var more = 1; more < calls; more++) await budget.SpendAsync(ct);
        return await ExecuteAsync(token => SendBodyAsync(Get(address.Of(pathAndQuery)), parse, token), optional: true, ct);
    }

    /// <summary>Makes a request that the run can do without: once, not cached, and without counting its failure against the provider.</summary>
    /// <param name="json">The body of a POST request; null for a GET request.</param>
    /// <exception cref="ProviderException">There is no usable response.</exception>
    public async Task<T> GetAuxiliaryAsync<T>(string pathAndQuery, string? json, Func<ReadOnlySpan<byte>, T> parse, CancellationToken ct)
    {
        try
        {
            return await auxiliary.ExecuteAsync(async token => await SendBodyAsync(Request(), parse, token), ct);
        }
        catch (TimeoutRejectedException e)
        {
            throw new ProviderException(FaultKind.Transient, NoResponse(e.Timeout));
        }

        HttpRequestMessage Request() => json is null ? Get(address.Of(pathAndQuery))
            : new(HttpMethod.Post, address.Of(pathAndQuery)) { Content = new StringContent(json, null, "application/json") };
    }

    /// <summary>Sends a GET request to an absolute URL and reads the body as a stream; the response is not cached.</summary>
    /// <param name="read">Restarted for each attempt.</param>
    /// <param name="redact">Removes secrets from error messages before they are truncated; the API key is always removed.</param>
    /// <exception cref="ProviderException">There is no usable response. The provider is not disabled by a refusal.</exception>
    public Task<T> GetStreamAsync<T>(Uri url, Func<Stream, CancellationToken, Task<T>> read, Func<string, string> redact, CancellationToken ct) =>
        ExecuteAsync(token => transport.SendAsync(Get(url), read, text => redact(address.Redact(text)), token), optional: true, ct);

    /// <summary>An optional request, with failures mapped to the exceptions of a job.</summary>
    /// <param name="pathAndQuery">Relative to the base address, without the key.</param>
    /// <param name="parse">Throws <see cref="DataUnfitException"/> for an unusable body; such a response is not cached.</param>
    /// <exception cref="TemporaryException">The provider is unavailable now.</exception>
    /// <exception cref="ConfigurationException">The provider rejects the key or the plan.</exception>
    /// <exception cref="DataUnfitException">The provider returned another error.</exception>
    public async Task<T> GetPageAsync<T>(string pathAndQuery, Func<ReadOnlySpan<byte>, T> parse, CancellationToken ct)
    {
        try
        {
            return (await GetAsync(pathAndQuery, body => new Parsed<T>(parse(body)), optional: true, ct)).Content;
        }
        catch (ProviderException e)
        {
            var message = $"{pathAndQuery.Split('?')[0]}: {e.Message}";
            throw e switch
            {
                { MayPass: true } => new TemporaryException(message),
                { Kind: FaultKind.Provider } => new ConfigurationException(message),
                _ => new DataUnfitException(message),
            };
        }
    }

    /// <summary>What this many calls would cost.</summary>
    public async Task<CallForecast> ForecastAsync(int calls, CancellationToken ct) =>
        new(name, calls, options.CallsPerMinute) { LeftToday = await budget.LeftAsync(ct) };

    /// <summary>Stores pending cache entries and returns unused calls to the budget.</summary>
    public async Task SaveAsync(CancellationToken ct)
    {
        await budget.SaveAsync(ct);
        await cache.SaveAsync(ct);
    }

    public void Dispose()
    {
        transport.Dispose();
        throttle.Dispose();
        budget.Dispose();
        cache.Dispose();
    }

    private Task<T> SendBodyAsync<T>(HttpRequestMessage request, Func<ReadOnlySpan<byte>, T> parse, CancellationToken ct)
    {
        return transport.SendAsync(request, ParseAsync, address.Redact, ct);

        async Task<T> ParseAsync(Stream stream, CancellationToken token)
        {
            using var body = await ResponseBody.ReadAsync(stream, token);
            return parse(body.Bytes.Span);
        }
    }

    private async Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> attempt, bool optional, CancellationToken ct)
    {
        try
        {
            return await pipeline.ExecuteAsync(token => Tally.CountAsync(() => attempt(token), NoResponse(options.Timeout), ct), ct);
        }
        catch (TimeoutRejectedException e)
        {
            throw new ProviderException(FaultKind.Transient, NoResponse(e.Timeout));
        }
        catch (BrokenCircuitException)
        {
            throw Disabled();
        }
        catch (ProviderException e) when (e.Kind == FaultKind.Provider && !optional)
        {
            // Without a key there is nothing to configure, so a refusal is the provider's own state.
            Tally.Disable(e.Message, mayPass: e.MayPass || options.Key is null);
            throw;
        }
    }

    private static string NoResponse(TimeSpan within) => FormattableString.Invariant($"no response within {within.TotalSeconds:0.#} s");

    /// <summary>False for a cached response that is damaged, which is then requested again.</summary>
    private bool TryParse<T>(byte[] cached, Func<ReadOnlySpan<byte>, T> parse, out T result)
    {
        try
        {
            result = parse(cached);
            Tally.Add("cache_hits");
            return true;
        }
        catch (Exception e) when (e is ProviderException or DataUnfitException)
        {
            result = default!;
            return false;
        }
    }

    private async ValueTask<RateLimitLease> AcquireAsync(CancellationToken ct)
    {
        if (Tally.DisabledReason is not null) throw Disabled();
        await budget.SpendAsync(ct);
        var lease = await throttle.AcquireAsync(ct);
        if (Tally.DisabledReason is not null) throw Disabled();
        return lease;
    }

    private async Task CountCallAsync(CancellationToken ct)
    {
        using var lease = await AcquireAsync(ct);
        Tally.Add("calls");
    }

    private ProviderException Disabled() => new(FaultKind.Provider, $"disabled for the rest of this run: {Tally.DisabledReason}") { MayPass = Tally.IsDown };

    private bool ContinuesAfter(int consecutiveBreaks)
    {
        if (consecutiveBreaks >= options.MaxConsecutiveBreaks)
        {
            var pauses = FormattableString.Invariant($"{Plural.Of(consecutiveBreaks, "pause")} of {options.BreakDuration.TotalSeconds:0.#} s did not help");
            Tally.Disable($"most calls failed, the first with {Tally.FirstFault}; {pauses}", mayPass: true);
        }
        return Tally.DisabledReason is null;
    }

    private static HttpRequestMessage Get(Uri url) => new(HttpMethod.Get, url);
}
