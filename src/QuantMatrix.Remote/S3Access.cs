namespace QuantMatrix.Remote;

/// <summary>How objects are reached.</summary>
/// <param name="Endpoint">Of a service that is not Amazon's; null for Amazon's.</param>
/// <param name="Region">Null for <c>us-east-1</c>.</param>
/// <param name="KeyId">Null for the credentials that the SDK finds: a profile, a role of the machine or the pod.</param>
/// <param name="Token">Of temporary credentials.</param>
public sealed record S3Access(Uri? Endpoint, string? Region, string? KeyId, string? SecretKey, string? Token)
{
    /// <summary>Delay before the first repetition of a download that broke off; doubled with each further one.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);
}
