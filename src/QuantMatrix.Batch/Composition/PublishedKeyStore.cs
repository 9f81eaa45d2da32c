using QuantMatrix.Http;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Composition;

/// <summary>The sets-and-keys target as a provider's memory. Out of reach it remembers nothing, and the night goes on without it.</summary>
internal sealed class PublishedKeyStore(ISets sets) : IKeyStore
{
    public async Task<string?> GetAsync(string key, CancellationToken ct)
    {
        try
        {
            return await sets.GetKeyAsync(key, ct);
        }
        catch (TemporaryException)
        {
            return null;
        }
    }

    public async Task SetAsync(IReadOnlyDictionary<string, string> values, TimeSpan timeToLive, CancellationToken ct)
    {
        try
        {
            await sets.SetKeysAsync(values, timeToLive, ct);
        }
        catch (TemporaryException)
        {
            // Each job that publishes sets tells it.
        }
    }
}
