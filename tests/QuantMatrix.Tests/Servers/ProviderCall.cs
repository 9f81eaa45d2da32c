namespace QuantMatrix.Tests.Servers;

/// <summary>A request as a <see cref="ProviderServer"/> received it.</summary>
/// <param name="Number">One-based position among all requests.</param>
/// <param name="Target">Path and query as sent.</param>
/// <param name="At">The <see cref="TimeProvider.GetTimestamp"/> of arrival.</param>
internal sealed record ProviderCall(int Number, string Target, IReadOnlyDictionary<string, string> Headers, long At)
{
    public string Method { get; init; } = "GET";

    /// <summary>Of a POST.</summary>
    public string Body { get; init; } = "";

    public string Path => Target.Split('?')[0];

    /// <summary>A query parameter, or null.</summary>
    public string? this[string name] => Target.Split('?').Skip(1).SelectMany(q => q.Split('&')).Select(p => p.Split('=', 2))
        .Where(p => p[0] == name).Select(p => Uri.UnescapeDataString(p[1])).FirstOrDefault();

    /// <summary>The requested symbol in the provider's own form.</summary>
    public string Symbol => this["symbol"] ?? (Path.Split('/') is [_, "tiingo", _, var ticker, ..] ? ticker : Path.Split('/')[^1].Split(".US")[0]);
}
