namespace QuantMatrix.Http;

/// <summary>A provider did not give a usable answer; the message names the reason and never the key.</summary>
public sealed class ProviderException(FaultKind kind, string message, TimeSpan? retryAfter = null) : Exception(message)
{
    public FaultKind Kind => kind;

    /// <summary>Set when the provider asks for fewer calls: how long it wants to be left alone, zero when it does not say.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>What a status of HTTP, or one told in a body, means: a plan may leave out one symbol, or the provider altogether.</summary>
    /// <param name="said">The provider's own words.</param>
    /// <param name="retryAfter">From the header; counts only with a status that may pass.</param>
    internal static ProviderException Of(int status, string said, TimeSpan? retryAfter = null)
    {
        var text = $"HTTP {status}{(said.Length > 0 ? ": " : "")}{said}";
        return status switch
        {
            402 or 403 when said.Contains("symbol", StringComparison.OrdinalIgnoreCase) => new(FaultKind.Symbol, text),
            429 when said.Contains("for the day", StringComparison.OrdinalIgnoreCase) => new(FaultKind.Provider, text),
            429 or 503 when retryAfter is not null => new(FaultKind.Transient, text, retryAfter),
            429 => new(FaultKind.Transient, text, TimeSpan.Zero),
            408 or >= 500 => new(FaultKind.Transient, text),
            401 or 402 or 403 or (>= 300 and < 400) => new(FaultKind.Provider, text),
            _ => new(FaultKind.Symbol, text),
        };
    }
}
