using System.Net;

namespace QuantMatrix.Http;

/// <summary>Opens the HTTP client of one provider.</summary>
internal static class ProviderConnection
{
    /// <param name="headers">Sent with every request.</param>
    public static HttpClient Open(ProviderOptions options, IReadOnlyDictionary<string, string> headers)
    {
        var http = new HttpClient(Handler(options)) { Timeout = Timeout.InfiniteTimeSpan };
        foreach (var (name, value) in headers) http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        return http;
    }

    /// <summary>Redirects to another host are never followed: they would send the key's header there. Only a session keeps cookies.</summary>
    private static HttpMessageHandler Handler(ProviderOptions options)
    {
        HttpMessageHandler handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All,
            MaxConnectionsPerServer = options.Concurrency, PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (options.FollowRedirects) handler = new SameHostRedirects(handler);
        if (options.Session is not { } session) return handler;
        session.InnerHandler = handler;
        return session;
    }
}
