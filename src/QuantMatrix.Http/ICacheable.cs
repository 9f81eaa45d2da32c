namespace QuantMatrix.Http;

/// <summary>A parsed response that may be cached when it holds all that was requested; responses of other types are not cached.</summary>
public interface ICacheable
{
    /// <summary>Whether nothing requested is missing, so that the same request need not be sent again soon.</summary>
    bool IsWhole { get; }
}

/// <summary>What a parser has read from a response, whole unless it says otherwise.</summary>
internal sealed record Parsed<T>(T Content, bool IsWhole = true) : ICacheable;
