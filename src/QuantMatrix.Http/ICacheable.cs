namespace QuantMatrix.Http;

/// <summary>A parsed response that may be cached when it holds all that was requested; responses of other types are not cached.</summary>
public interface ICacheable
{
    /// <summary>Whether nothing requested is missing, so that the same request need not be sent again soon.</summary>
    bool IsWhole { get; }
}
