namespace QuantMatrix.Tests.Servers;

/// <summary>A request as a <see cref="ProviderServer"/> received it.</summary>
/// <param name="Number">Its place among all requests, the first is 1.</param>
/// <param name="Target">Path and query as sent.</param>
/// <param name="At">When, as <see cref="TimeProvider.GetTimestamp"/> of the system counts.</param>
internal sealed record ProviderCall(int Number, string Target, IReadOnlyDictionary<string, string> Headers, long At)
{
    public string Path => Target.Split('?')[0];

    /// <summary>A value of the query, or null.</summary>
    public string? this[string name] => Target.Split('?').Skip(1).SelectMany(q => q.Split('&')).Select(p => p.Split('=', 2))
        .Where(p => p[0] == name).Select(p => Uri.UnescapeDataString(p[1])).FirstOrDefault();

    /// <summary>The symbol asked for, as this provider writes it.</summary>
    public string Symbol => this["symbol"] ?? Path.Split('/')[^1];
}
