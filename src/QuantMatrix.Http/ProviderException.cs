namespace QuantMatrix.Http;

/// <summary>The scope of a provider's fault.</summary>
public enum FaultKind
{
    /// <summary>A retry may succeed.</summary>
    Transient,

    /// <summary>The symbol is not served, or its response is unusable; other symbols may be served.</summary>
    Symbol,

    /// <summary>The provider as a whole is unusable for the rest of the run.</summary>
    Provider,
}

/// <summary>A provider gave no usable response; the message states the reason and never contains the key.</summary>
public sealed class ProviderException(FaultKind kind, string message, TimeSpan? retryAfter = null) : Exception(message)
{
    public FaultKind Kind => kind;

    /// <summary>Whether a later run may succeed: the provider is down, throttles, or asks for a browser's consent.</summary>
    public bool MayPass { get; init; } = kind == FaultKind.Transient;

    /// <summary>Set when the provider throttles: the delay it asks for, zero when it gives none.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>Classifies an HTTP status, or a status reported in a body. 402 and 403 may concern one symbol or the whole plan.</summary>
    /// <param name="message">The provider's error message.</param>
    /// <param name="retryAfter">From the header; used only with 429 and 503.</param>
    internal static ProviderException FromStatus(int status, string message, TimeSpan? retryAfter = null)
    {
        var text = $"HTTP {status}{(message.Length > 0 ? ": " : "")}{message}";
        return status switch
        {
            402 when IsOverLimit(message) => new(FaultKind.Provider, text) { MayPass = true },
            402 or 403 when message.Contains("symbol", StringComparison.OrdinalIgnoreCase) => new(FaultKind.Symbol, text),
            429 when message.Contains("for the day", StringComparison.OrdinalIgnoreCase) => new(FaultKind.Provider, text) { MayPass = true },
            429 or 503 when retryAfter is not null => new(FaultKind.Transient, text, retryAfter),
            429 => new(FaultKind.Transient, text, TimeSpan.Zero),
            408 or >= 500 => new(FaultKind.Transient, text),
            401 or 402 or 403 => new(FaultKind.Provider, text),
            >= 300 and < 400 => new(FaultKind.Provider, text) { MayPass = true },
            _ => new(FaultKind.Symbol, text),
        };
    }

    /// <summary>Some providers report the calls of the day as used up with status 402.</summary>
    private static bool IsOverLimit(string message) => message.Contains("for the day", StringComparison.OrdinalIgnoreCase)
        || (message.Contains("exceeded", StringComparison.OrdinalIgnoreCase) && message.Contains("limit", StringComparison.OrdinalIgnoreCase));
}
