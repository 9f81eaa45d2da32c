namespace QuantMatrix.Http;

/// <summary>What an HTTP response without success says besides its status and body.</summary>
internal static class HttpFault
{
    /// <summary>Where a redirect leads, without the query, which may hold tokens; null for another response.</summary>
    public static string? RedirectOf(HttpResponseMessage response, Uri url) =>
        (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } target
            ? $"redirect to {new Uri(url, target).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}" : null;

    /// <summary>The delay that a throttling provider asks for; null when it gives none.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        var delay = response.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - now : null;
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
    }

    public static string HostOf(Uri url) => url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
