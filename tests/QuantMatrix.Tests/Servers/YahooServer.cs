using System.Globalization;

namespace QuantMatrix.Tests.Servers;

/// <summary>Yahoo's sessions as a script of a <see cref="ProviderServer"/>: a cookie, a crumb that changes, a consent form, hosts that throttle.</summary>
/// <remarks>Its redirects name Yahoo's hosts. The first part of a path, <c>/q1</c> or <c>/q2</c>, is the host; without it there is one host.</remarks>
internal sealed class YahooServer
{
    public const string CookieSecret = "d=AQABsecretCOOKIE&S=AQAAA", ConsentSecret = "consentedCOOKIEvalue";

    private int crumbs = 1;
    private bool consented;

    /// <summary>Whether charts need a session; the calendar always does.</summary>
    public bool RequiresSession { get; set; } = true;

    /// <summary>Whether every page leads to the consent form until it is agreed to.</summary>
    public bool RequiresConsent { get; init; }

    /// <summary>Hosts that return 429.</summary>
    public HashSet<string> Throttled { get; } = [];

    /// <summary>What <c>getcrumb</c> returns in place of the crumb.</summary>
    public ProviderReply? InsteadOfCrumb { get; init; }

    /// <summary>What the consent page returns in place of the form.</summary>
    public ProviderReply? InsteadOfForm { get; init; }

    /// <summary>What a request with a valid session receives; null for the series.</summary>
    public Func<ProviderCall, ProviderReply?> Granted { get; init; } = _ => null;

    public string Crumb => string.Create(CultureInfo.InvariantCulture, $"secret/CRUMB.{crumbs}");

    public void ReplaceCrumb() => crumbs++;

    /// <summary>Null for a chart that is granted.</summary>
    public ProviderReply? To(ProviderCall call)
    {
        var host = call.Path.Split('/')[1];
        if (Throttled.Contains(host)) return ProviderReply.TooMany(retryAfter: null);
        var path = host is "q1" or "q2" ? call.Path[3..] : call.Path;
        return path switch
        {
            "/consent" => Redirect("https://consent.yahoo.com/v2/collectConsent?sessionId=3_s"),
            "/v2/collectConsent" => call.Method == "POST" ? Agree(call) : InsteadOfForm ?? ProviderReply.Of(Form),
            "/copyConsent" => With(Redirect("https://finance.yahoo.com/done"), $"A1={ConsentSecret}; Domain=.yahoo.com; Path=/; Secure"),
            "/done" => ProviderReply.Of("<html>markets</html>"),
            _ when RequiresConsent && !consented => Redirect("https://guce.yahoo.com/consent?brandType=nonEu"),
            "/" => With(ProviderReply.Of(404, "<html>not found</html>"), $"A3={CookieSecret}; Max-Age=31557600; Domain=.yahoo.com; Path=/; Secure; HttpOnly"),
            "/v1/test/getcrumb" => !HasCookie(call) ? ProviderReply.Of(401, Refused("Invalid Cookie")) : InsteadOfCrumb ?? ProviderReply.Of(Crumb),
            _ when RequiresSession || path == "/v1/finance/visualization" =>
                HasCookie(call) && call["crumb"] == Crumb ? Granted(call) : ProviderReply.Of(401, Refused("Invalid Crumb")),
            _ => Granted(call),
        };
    }

    private const string Form = """
        <!DOCTYPE html><html><body><form method="post" class="consent-form">
        <input type="hidden" name="csrfToken" value="t&#x3D;1"><input type="hidden" name="sessionId" value="3_s">
        <input type="hidden" name="originalDoneUrl" value="https://finance.yahoo.com/done"><input type="hidden" name="namespace" value="yahoo">
        <button type="submit" name="agree" value="agree">Accept all</button></form></body></html>
        """;

    private ProviderReply Agree(ProviderCall call)
    {
        consented = call.Body == "csrfToken=t%3D1&sessionId=3_s&originalDoneUrl=https%3A%2F%2Ffinance.yahoo.com%2Fdone&namespace=yahoo&agree=agree&agree=agree"
            && call["sessionId"] == "3_s";
        return consented ? Redirect("https://guce.yahoo.com/copyConsent?sessionId=3_s") : ProviderReply.Of(400, "bad form");
    }

    private bool HasCookie(ProviderCall call) =>
        call.Headers.GetValueOrDefault("Cookie", "").Contains(RequiresConsent ? $"A1={ConsentSecret}" : $"A3={CookieSecret}", StringComparison.Ordinal);

    private static string Refused(string why) => $$"""{"finance":{"result":null,"error":{"code":"Unauthorized","description":"{{why}}"} } }""";

    private static ProviderReply Redirect(string to) => ProviderReply.Of(302) with { Headers = new Dictionary<string, string> { ["Location"] = to } };

    private static ProviderReply With(ProviderReply reply, string cookie) =>
        reply with { Headers = new Dictionary<string, string>(reply.Headers) { ["Set-Cookie"] = cookie } };
}
