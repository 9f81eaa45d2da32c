using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Service;

/// <summary>Where a report is fetched: where the service says, as long as the token goes to nobody else with it.</summary>
internal static class FlexAddress
{
    private const string Domain = "interactivebrokers.com", Usual = "GetStatement";

    /// <param name="told">The <c>Url</c> of the answer, or empty. Its query is left out: it might override the dates.</param>
    /// <param name="hide">Takes out of what is told what nobody may see.</param>
    /// <exception cref="ConfigurationException">The address is a stranger's.</exception>
    public static string Of(ProviderOptions options, string told, Func<string, string> hide)
    {
        if (!Uri.TryCreate(told, UriKind.Absolute, out var url)) return Behind(options, "");
        if (IsSame(url, options.BaseUrl) || (IsBrokers(options.BaseUrl) && IsBrokers(url) && url.Scheme == Uri.UriSchemeHttps))
            return url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        if (IsBrokers(options.BaseUrl) && url.Host.Length > 0)
            throw new ConfigurationException(
                $"{FlexService.Provider}: the service says the report lies at {ErrorText.OneLine(hide(url.Host))}, to whom the token is not sent; "
                + $"expected an https address in {Domain}; see QM_IBKR_URL");
        return Behind(options, url.Segments.LastOrDefault("").Trim('/'));
    }

    /// <summary>A proxy or a server that stands in for the broker's serves the report too.</summary>
    private static string Behind(ProviderOptions options, string name) => $"{options.BaseAddress}/{(name.Length > 0 ? name : Usual)}";

    private static bool IsSame(Uri one, Uri other) => Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool IsBrokers(Uri url) =>
        url.Host.Equals(Domain, StringComparison.OrdinalIgnoreCase) || url.Host.EndsWith("." + Domain, StringComparison.OrdinalIgnoreCase);
}
