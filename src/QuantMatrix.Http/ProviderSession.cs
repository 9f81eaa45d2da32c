namespace QuantMatrix.Http;

/// <summary>Adds the cookies and tokens of a session to the requests of one provider.</summary>
internal abstract class ProviderSession : DelegatingHandler
{
    /// <summary>Waits for the rate limit and counts a call; awaited before each request beyond the one that the client sends itself.</summary>
    public Func<CancellationToken, Task> BeforeCall { get; set; } = _ => Task.CompletedTask;

    /// <summary>The text without the session's secrets.</summary>
    public abstract string Redact(string text);
}
