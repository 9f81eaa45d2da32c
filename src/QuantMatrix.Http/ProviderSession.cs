namespace QuantMatrix.Http;

/// <summary>Adds the cookies and tokens of a session to the requests of one provider.</summary>
internal abstract class ProviderSession : DelegatingHandler
{
    /// <summary>The text without the session's secrets.</summary>
    public abstract string Redact(string text);
}
