using QuantMatrix.Http;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Composition;

/// <summary>Provider responses and call counts, kept apart from the published sets and keys.</summary>
/// <param name="sets">A key space of this program's own: a separate file, or a server's keys under <paramref name="prefix"/>.</param>
/// <remarks>While the store is unreachable nothing is cached and providers are called again.</remarks>
internal sealed class ResponseStore(ISets sets, string prefix) : IKeyStore
{
    /// <summary>Before every key on a Redis server, which the published sets and keys share.</summary>
    public const string RedisPrefix = "quantmatrix:cache:";

    public async Task<string?> GetAsync(string key, CancellationToken ct)
    {
        try
        {
            return await sets.GetKeyAsync(prefix + key, ct);
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
            await sets.SetKeysAsync(values.ToDictionary(v => prefix + v.Key, v => v.Value), timeToLive, ct);
        }
        catch (TemporaryException)
        {
            // Jobs that publish to the same server report that it is unreachable.
        }
    }
}
