using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using QuantMatrix.Http;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Opens a Yahoo session as a browser does: receives the cookie, answers the consent form where there is one, and fetches the crumb.</summary>
/// <param name="send">Sends one request without following redirects.</param>
internal sealed class YahooHandshake(YahooHosts hosts, string userAgent, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send)
{
    private const string CrumbPath = "/v1/test/getcrumb";
    private const int MaxRedirects = 8, MaxPageBytes = 4 << 20, MaxCrumb = 64;

    private readonly Dictionary<string, string> cookies = [];

    /// <param name="refusal">Why a session is needed; the message of a failure begins with it.</param>
    /// <exception cref="ProviderException">No host returns a crumb.</exception>
    public async Task<YahooCredentials> OpenAsync(string refusal, CancellationToken ct)
    {
        ProviderException? first = null;
        foreach (var start in new[] { hosts.Cookie, hosts.Consent })
        {
            if (await TryVisitAsync(start, ct) is (null, var unreachable))
            {
                first ??= unreachable;
                continue;
            }
            foreach (var host in hosts.Query)
            {
                var (page, fault) = await TryVisitAsync(YahooHosts.At(host, CrumbPath), ct);
                if (page is { Status: (int)HttpStatusCode.OK } && IsCrumb(page.Text)) return new(CookieHeader, page.Text.Trim());
                first ??= page is null ? fault : Failure(page);
            }
        }
        var message = new YahooCredentials(CookieHeader, "").Redact($"{refusal}; no session: {first!.Message}");
        throw new ProviderException(first.Kind, message, first.RetryAfter);
    }

    private string CookieHeader => string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}"));

    /// <summary>A throttled request may return «Too Many Requests» with status 200.</summary>
    private static bool IsCrumb(string text) => text.Trim() is { Length: > 0 and <= MaxCrumb } crumb && !crumb.Any(c => c is <= ' ' or > '~' or '<' or '{');

    private static ProviderException Failure(Page page)
    {
        var text = page.Status == (int)HttpStatusCode.OK ? "" : page.Text.TrimStart().StartsWith('<') ? "an HTML page" : ErrorText.Joined(page.Text);
        var fault = ProviderException.FromStatus(page.Status, text, page.RetryAfter);
        var found = $"{YahooHosts.WithoutQuery(page.Url)}: {fault.Message}{(text.Length > 0 ? "" : " without a crumb")}";
        return new(fault.Kind == FaultKind.Transient ? FaultKind.Transient : FaultKind.Provider, found, fault.RetryAfter);
    }

    /// <summary>A page, or why its host cannot be reached: filters for advertising block the host that sets the cookie.</summary>
    private async Task<(Page? Page, ProviderException? Fault)> TryVisitAsync(Uri url, CancellationToken ct)
    {
        try
        {
            return (await VisitAsync(url, ct), null);
        }
        catch (HttpRequestException e)
        {
            return (null, new(FaultKind.Transient, $"{YahooHosts.WithoutQuery(url)} cannot be reached: {(e.InnerException ?? e).Message}"));
        }
    }

    /// <summary>The page, or where the consent form on it leads to.</summary>
    private async Task<Page> VisitAsync(Uri url, CancellationToken ct)
    {
        var page = await ReadAsync(new(HttpMethod.Get, url), ct);
        return page.Text.Contains("csrfToken", StringComparison.Ordinal) && Agreement(page) is { } form ? await ReadAsync(form, ct) : page;
    }

    private async Task<Page> ReadAsync(HttpRequestMessage request, CancellationToken ct)
    {
        for (var redirects = 0; ; redirects++)
        {
            request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
            request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
            request.Headers.TryAddWithoutValidation("Accept-Language", "en-US,en;q=0.9");
            if (cookies.Count > 0) request.Headers.TryAddWithoutValidation("Cookie", CookieHeader);
            (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
            using var sent = request;
            using var response = await send(sent, ct);
            Keep(response);
            var status = (int)response.StatusCode;
            if (status is >= 300 and < 400 && redirects < MaxRedirects && response.Headers.Location is { } link
                && hosts.Target(sent.RequestUri!, link.OriginalString) is { } target)
            {
                request = new(HttpMethod.Get, target);
                continue;
            }
            await response.Content.LoadIntoBufferAsync(MaxPageBytes, ct);
            return new(sent.RequestUri!, status, await response.Content.ReadAsStringAsync(ct), response.Headers.RetryAfter?.Delta);
        }
    }

    private void Keep(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var set)) return;
        foreach (var cookie in set.Select(c => c.Split(';', StringSplitOptions.TrimEntries)))
            if (cookie[0].Split('=', 2) is [{ Length: > 0 } name, var value])
            {
                if (value.Length > 0 && !cookie.Contains("Max-Age=0", StringComparer.OrdinalIgnoreCase)) cookies[name] = value;
                else cookies.Remove(name);
            }
    }

    /// <summary>The consent form with all its hidden fields, agreed to; null when the page has none.</summary>
    private HttpRequestMessage? Agreement(Page page)
    {
        using var document = new HtmlParser().ParseDocument(page.Text);
        if (document.QuerySelector("input[name=csrfToken]")?.Closest("form") is not IHtmlFormElement form) return null;
        if (hosts.Target(page.Url, form.GetAttribute("action") is { Length: > 0 } action ? action : page.Url.AbsoluteUri) is not { } target) return null;
        var hidden = form.QuerySelectorAll("input[type=hidden][name]").OfType<IHtmlInputElement>().Select(i => KeyValuePair.Create(i.Name!, i.Value));
        return new(HttpMethod.Post, target) { Content = new FormUrlEncodedContent([.. hidden, new("agree", "agree"), new("agree", "agree")]) };
    }

    private sealed record Page(Uri Url, int Status, string Text, TimeSpan? RetryAfter);
}
