using System.Net;
using System.Threading.RateLimiting;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace QuantMatrix.Http;

/// <summary>Asks one provider over HTTP: at its pace, within its budget, again when a fault may pass, and no more once it refuses.</summary>
/// <remarks>The key travels in a header, never in an address, and is taken out of what the provider says.</remarks>
internal sealed class ProviderClient : IDisposable
{
    private readonly ProviderOptions options;
    private readonly TimeProvider time;
    private readonly HttpClient http;
    private readonly RequestThrottle pace;
    private readonly CallBudget budget;
    private readonly ResponseCache memory;
    private readonly ResiliencePipeline pipeline;

    /// <param name="headers">Sent with every call, such as the one that carries the key.</param>
    public ProviderClient(string name, ProviderOptions options, IReadOnlyDictionary<string, string> headers, IKeyStore store, TimeProvider time)
    {
        options.Check(name);
        (this.options, this.time) = (options, time);
        pace = new(options.CallsPerMinute, time);
        budget = new(name, options.CallsPerDay, store, time);
        memory = new(name, options.Address, options.KeepAnswers, store, time);
        http = HttpOf(options, headers);
        pipeline = ProviderResilience.Of(options, time, TakeTurnAsync, () => Tally.Add("retries"), GoesOnAfter);
    }

    public ProviderTally Tally { get; } = new();

    /// <param name="question">Path and query, without the key.</param>
    /// <param name="read">Makes the answer of a body, or throws why it is none.</param>
    /// <param name="spares">A refusal of this question says nothing about the others.</param>
    /// <exception cref="ProviderException">There is no usable answer.</exception>
    public async Task<T> AskAsync<T>(string question, Func<ReadOnlySpan<byte>, T> read, bool spares, CancellationToken ct)
    {
        if (await memory.FindAsync(question, ct) is { } remembered)
        {
            Tally.Add("cache_hits");
            return read(remembered);
        }
        return await AskAsync(stop => TryAsync(new(options.Address + question), ReadWholeAsync, WithoutKey, stop), spares, ct);

        async Task<T> ReadWholeAsync(Stream stream, CancellationToken stop)
        {
            using var body = await ResponseBody.ReadAsync(stream, stop);
            var answer = read(body.Bytes.Span);
            await memory.KeepAsync(question, body.Bytes, stop);
            return answer;
        }
    }

    /// <summary>The same for an answer that is read as it comes and never remembered.</summary>
    /// <param name="url">With all the provider must know.</param>
    /// <param name="read">Begins anew with each try.</param>
    /// <param name="hide">Takes out of the provider's words, before they are cut short, what nobody may see; the key is taken out anyway.</param>
    /// <exception cref="ProviderException">There is no usable answer; it says nothing about other questions.</exception>
    public Task<T> AskAsync<T>(Uri url, Func<Stream, CancellationToken, Task<T>> read, Func<string, string> hide, CancellationToken ct) =>
        AskAsync(stop => TryAsync(url, read, text => hide(WithoutKey(text)), stop), spares: true, ct);

    public async Task SaveAsync(CancellationToken ct)
    {
        await budget.SaveAsync(ct);
        await memory.SaveAsync(ct);
    }

    public void Dispose()
    {
        http.Dispose();
        pace.Dispose();
        budget.Dispose();
        memory.Dispose();
    }

    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> attempt, bool spares, CancellationToken ct)
    {
        try
        {
            return await pipeline.ExecuteAsync(async stop => await attempt(stop), ct);
        }
        catch (TimeoutRejectedException e)
        {
            throw new ProviderException(FaultKind.Transient, $"no answer within {e.Timeout.TotalSeconds:0.#} s");
        }
        catch (BrokenCircuitException)
        {
            throw Unwilling();
        }
        catch (ProviderException e) when (e.Kind == FaultKind.Provider && !spares)
        {
            Tally.GivenUp ??= e.Message;
            throw;
        }
    }

    private static HttpClient HttpOf(ProviderOptions options, IReadOnlyDictionary<string, string> headers)
    {
        // A redirect would carry the key's header to a stranger.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All,
            MaxConnectionsPerServer = options.Concurrency, PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        foreach (var (name, value) in headers) http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        return http;
    }

    private async ValueTask<RateLimitLease> TakeTurnAsync(CancellationToken ct)
    {
        if (Tally.GivenUp is not null) throw Unwilling();
        await budget.SpendAsync(ct);
        var turn = await pace.TakeTurnAsync(ct);
        if (Tally.GivenUp is not null) throw Unwilling();
        return turn;
    }

    private ProviderException Unwilling() => new(FaultKind.Provider, $"not asked any more in this run: {Tally.GivenUp}");

    private bool GoesOnAfter(int breaks)
    {
        if (breaks >= options.MostBreaks)
        {
            Tally.GivenUp ??= $"most calls failed, {breaks} times in a row after a rest of {options.BreakDuration.TotalSeconds:0.#} s";
            Tally.IsDown = true;
        }
        return Tally.GivenUp is null;
    }

    private async Task<T> TryAsync<T>(Uri url, Func<Stream, CancellationToken, Task<T>> read, Func<string, string> hide, CancellationToken ct)
    {
        Tally.Add("calls");
        try
        {
            using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, ct);
            await using var stream = new ResponseStream(await response.Content.ReadAsStreamAsync(ct), options.MaxAnswerBytes);
            if (response.IsSuccessStatusCode) return await read(stream, ct);
            using var said = await ResponseBody.ReadStartAsync(stream, ct);
            throw ProviderException.Of((int)response.StatusCode, ErrorText.Of(said.Bytes.Span, hide), RetryAfter(response));
        }
        catch (HttpRequestException e) when (!ct.IsCancellationRequested)
        {
            throw new ProviderException(FaultKind.Transient, hide($"cannot be reached at {HostOf(url)}: {(e.InnerException ?? e).Message}"));
        }
        catch (ProviderException e)
        {
            throw Judged(e, hide);
        }
    }

    private static string HostOf(Uri url) => url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter is { } given ? given.Delta ?? given.Date - time.GetUtcNow() : null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>Makes everybody wait where the provider asks for it, and gives it up where that takes too long.</summary>
    private ProviderException Judged(ProviderException fault, Func<string, string> hide)
    {
        var text = hide(fault.Message);
        if (fault.RetryAfter is not { } asked) return new(fault.Kind, text);
        var length = asked > TimeSpan.Zero ? asked : options.PauseWhenThrottled;
        if (length > options.LongestPause)
        {
            Tally.IsDown = true;
            return new(FaultKind.Provider, $"{text}; it wants to be left alone for {length.TotalSeconds:0} s, longer than {options.LongestPause.TotalSeconds:0} s");
        }
        pace.Pause(length);
        return new(fault.Kind, text, length);
    }

    private string WithoutKey(string text) => options.Key is null ? text : text.Replace(options.Key(), "***", StringComparison.Ordinal);
}
