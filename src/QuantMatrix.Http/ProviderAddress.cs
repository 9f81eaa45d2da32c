namespace QuantMatrix.Http;

/// <summary>The addresses of a provider's requests, and messages without its key.</summary>
internal sealed class ProviderAddress(ProviderOptions options)
{
    /// <summary>With the key, where it belongs in the query: for the request alone, never for a message or the cache.</summary>
    public Uri Of(string pathAndQuery) => new(options.BaseAddress + pathAndQuery + (options.KeyParameter is not { } parameter ? ""
        : $"{(pathAndQuery.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{parameter}={Uri.EscapeDataString(options.Key!())}"));

    /// <summary>The text without the key, plain or as in an address, and without the secrets of a session.</summary>
    public string Redact(string text)
    {
        var rest = options.Session?.Redact(text) ?? text;
        if (options.Key is null) return rest;
        var key = options.Key();
        return rest.Replace(key, "***", StringComparison.Ordinal).Replace(Uri.EscapeDataString(key), "***", StringComparison.Ordinal);
    }
}
