using QuantMatrix.Model;

namespace QuantMatrix.Http;

/// <summary>Whole answers of a provider, its refusals in the words of a job.</summary>
internal static class ProviderPages
{
    /// <inheritdoc cref="PageReader"/>
    public static async Task<byte[]> ReadAsync(ProviderClient client, string path, CancellationToken ct)
    {
        try
        {
            return await client.AskAsync(path, body => body.ToArray(), spares: true, ct);
        }
        catch (ProviderException e)
        {
            var message = $"{path.Split('?')[0]}: {e.Message}";
            throw e.Kind switch
            {
                FaultKind.Transient => new TemporaryException(message),
                FaultKind.Provider => new ConfigurationException(message),
                _ => new DataUnfitException(message),
            };
        }
    }
}
