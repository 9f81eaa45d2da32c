using System.Net;
using QuantMatrix.Http;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Yahoo's session: a cookie and the crumb that belongs to it, and a second host for one that throttles or fails.</summary>
/// <remarks>
/// Charts are usually served without a session, so one is opened only when a request is refused for lack of it, and again when Yahoo replaces the crumb.
/// Cookie and crumb are held in memory only. A failed attempt to open one is the last of the run.
/// </remarks>
internal sealed class YahooSession(YahooHosts hosts, string userAgent) : ProviderSession
{
    private const int MaxInspectedBytes = 1 << 20, ShortBody = 1 << 10;

    private readonly SemaphoreSlim gate = new(1);
    private volatile YahooCredentials? held;
    private volatile int preferred;
    private ProviderException? failed;

    public override string Redact(string text) => held?.Redact(text) ?? text;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (path, used) = (hosts.PathOf(request.RequestUri!), held);
        var response = await SendAsync(request, path, used, cancellationToken);
        if (await RefusalAsync(response, cancellationToken) is not { } refusal) return response;
        response.Dispose();
        var renewed = await RenewAsync(used, refusal, cancellationToken);
        await BeforeCall(cancellationToken);
        response = await SendAsync(request, path, renewed, cancellationToken);
        if ((int)response.StatusCode >= 400 || await RefusalAsync(response, cancellationToken) is not { } again) return response;
        response.Dispose();
        throw new ProviderException(FaultKind.Provider, $"{again}, also with a new session");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) gate.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Sends to the host that answered last, then to the other; when both fail, the first response is returned.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string path, YahooCredentials? credentials, CancellationToken ct)
    {
        HttpResponseMessage? failed = null;
        HttpRequestException? unreachable = null;
        var start = preferred;
        for (var i = 0; i < hosts.Query.Count; i++)
        {
            var host = (start + i) % hosts.Query.Count;
            if (i > 0) await BeforeCall(ct);
            try
            {
                var response = await SendToAsync(hosts.Query[host]);
                if (!IsUnavailable(response))
                {
                    failed?.Dispose();
                    preferred = host;
                    return response;
                }
                if (failed is not null) response.Dispose();
                failed ??= response;
            }
            catch (HttpRequestException e)
            {
                unreachable ??= e;
            }
        }
        return failed ?? throw unreachable!;

        Task<HttpResponseMessage> SendToAsync(Uri host)
        {
            request.RequestUri = YahooHosts.At(host, credentials is null ? path : $"{path}{(path.Contains('?') ? '&' : '?')}crumb={credentials.EscapedCrumb}");
            (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
            request.Headers.Remove("Cookie");
            if (credentials is not null) request.Headers.TryAddWithoutValidation("Cookie", credentials.Cookie);
            return base.SendAsync(request, ct);
        }
    }

    private static bool IsUnavailable(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    /// <summary>How Yahoo refuses a request without a valid session; null for any other response.</summary>
    private static async Task<string?> RefusalAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
            return response.Headers.Location is { } to && YahooHosts.IsConsent(to) ? $"HTTP {status}: consent required at {YahooHosts.WithoutQuery(to)}" : null;
        if (status is not (>= 400 and < 500) && !(response.Content.Headers.ContentLength <= ShortBody)) return null;
        await response.Content.LoadIntoBufferAsync(MaxInspectedBytes, ct);
        var text = ErrorText.Of(await response.Content.ReadAsByteArrayAsync(ct));
        return status is 401 or 403 || text.Contains("Invalid Crumb", StringComparison.OrdinalIgnoreCase)
            || text.Contains("Invalid Cookie", StringComparison.OrdinalIgnoreCase) ? $"HTTP {status}: {text}" : null;
    }

    /// <summary>A new session in place of the refused one; concurrent requests share it.</summary>
    /// <exception cref="ProviderException">Yahoo grants none; the message begins with the refusal.</exception>
    private async Task<YahooCredentials> RenewAsync(YahooCredentials? refused, string refusal, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            if (!ReferenceEquals(held, refused) && held is { } renewed) return renewed;
            return failed is null ? held = await new YahooHandshake(hosts, userAgent, SendCountedAsync).OpenAsync(refusal, ct)
                : throw new ProviderException(FaultKind.Provider, failed.Message) { MayPass = failed.MayPass };
        }
        catch (ProviderException e)
        {
            failed ??= e;
            throw;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<HttpResponseMessage> SendCountedAsync(HttpRequestMessage request, CancellationToken ct)
    {
        await BeforeCall(ct);
        return await base.SendAsync(request, ct);
    }
}

/// <summary>The secrets of one session.</summary>
/// <param name="Cookie">All cookies, as a header.</param>
internal sealed record YahooCredentials(string Cookie, string Crumb)
{
    public string EscapedCrumb { get; } = Uri.EscapeDataString(Crumb);

    /// <summary>The text without the crumb and the values of the cookies.</summary>
    public string Redact(string text) => Cookie.Split("; ").Select(pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..])
        .Append(Crumb).Append(EscapedCrumb).Where(secret => secret.Length > 2).OrderByDescending(secret => secret.Length)
        .Aggregate(text, (rest, secret) => rest.Replace(secret, "***", StringComparison.Ordinal));
}
