namespace QuantMatrix.Http;

/// <summary>Sends one request to a provider and turns every failure into a <see cref="ProviderException"/>.</summary>
internal sealed class ProviderTransport(HttpClient http, ProviderOptions options, RequestThrottle throttle, ProviderTally tally, TimeProvider time)
    : IDisposable
{
    /// <exception cref="ProviderException">There is no usable response.</exception>
    public async Task<T> SendAsync<T>(
        HttpRequestMessage request, Func<Stream, CancellationToken, Task<T>> read, Func<string, string> redact, CancellationToken ct)
    {
        using var sent = request;
        var host = HttpFault.HostOf(request.RequestUri!);
        tally.Add("calls");
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            await using var stream = new ResponseStream(await response.Content.ReadAsStreamAsync(ct), options.MaxResponseBytes);
            if (response.IsSuccessStatusCode) return await read(stream, ct);
            using var error = await ResponseBody.ReadStartAsync(stream, ct);
            var message = HttpFault.RedirectOf(response, request.RequestUri!) ?? ErrorText.Of(error.Bytes.Span);
            throw ProviderException.FromStatus((int)response.StatusCode, message, HttpFault.RetryAfter(response, time.GetUtcNow()));
        }
        catch (HttpRequestException e)
        {
            // A timeout closes the connection under the request; the timeout is what is reported.
            ct.ThrowIfCancellationRequested();
            throw new ProviderException(FaultKind.Transient, redact($"cannot be reached at {host}: {(e.InnerException ?? e).Message}"));
        }
        catch (ProviderException e)
        {
            throw ApplyRetryAfter(e, redact);
        }
    }

    /// <summary>Pauses all calls when the provider asks for it; a pause over the limit becomes a fault of the provider.</summary>
    private ProviderException ApplyRetryAfter(ProviderException fault, Func<string, string> redact)
    {
        var text = ErrorText.Message(redact(fault.Message));
        if (fault.RetryAfter is not { } requested) return new(fault.Kind, text) { MayPass = fault.MayPass };
        var pause = requested > TimeSpan.Zero ? requested : options.DefaultRetryAfter;
        if (pause > options.MaxRetryAfter)
        {
            var limit = FormattableString.Invariant($"{pause.TotalSeconds:0} s exceeds the limit of {options.MaxRetryAfter.TotalSeconds:0} s");
            return new(FaultKind.Provider, $"{text}; Retry-After {limit}", pause) { MayPass = true };
        }
        throttle.Pause(pause);
        return new(fault.Kind, text, pause);
    }

    public void Dispose() => http.Dispose();
}
