using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Service;

/// <summary>The address from which a report is fetched: the one the service names, unless that would send the token elsewhere.</summary>
internal static class FlexAddress
{
    private const string Domain = "interactivebrokers.com", DefaultName = "GetStatement";

    /// <param name="named">The <c>Url</c> of the response, or empty. Its query is dropped: it might override the dates.</param>
    /// <param name="redact">Removes secrets from text.</param>
    /// <exception cref="ConfigurationException">The address is outside the broker's domain.</exception>
    public static string Of(ProviderOptions options, string named, Func<string, string> redact)
    {
        if (!Uri.TryCreate(named, UriKind.Absolute, out var url)) return UnderBase(options, "");
        if (IsSame(url, options.BaseUrl) || (IsBroker(options.BaseUrl) && IsBroker(url) && url.Scheme == Uri.UriSchemeHttps))
            return url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        if (IsBroker(options.BaseUrl) && url.Host.Length > 0)
            throw new ConfigurationException(
                $"{FlexService.Provider}: the service refers to {ErrorText.OneLine(redact(url.Host))}, which must not receive the token; "
                + $"expected an https address in {Domain}; see QM_IBKR_URL");
        return UnderBase(options, url.Segments.LastOrDefault("").Trim('/'));
    }

    /// <summary>A proxy or a replay server in place of the broker serves the report too.</summary>
    private static string UnderBase(ProviderOptions options, string name) => $"{options.BaseAddress}/{(name.Length > 0 ? name : DefaultName)}";

    private static bool IsSame(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool IsBroker(Uri url) =>
        url.Host.Equals(Domain, StringComparison.OrdinalIgnoreCase) || url.Host.EndsWith("." + Domain, StringComparison.OrdinalIgnoreCase);
}
