using System.Text.Encodings.Web;
using System.Text.Json;
using QuantMatrix.Http;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Composition;

/// <summary>Provider responses and call counts, kept apart from the published sets and keys.</summary>
/// <param name="sets">A key space of this program's own: a separate file, or a server's keys under <paramref name="prefix"/>.</param>
/// <param name="setAside">Makes way for a new file when the file is damaged.</param>
/// <remarks>
/// Values are stored as JSON strings, since the store takes JSON only. While it is unreachable nothing is cached and providers are called again.
/// </remarks>
internal sealed class ResponseStore(ISets sets, string prefix, Func<DataUnfitException, CancellationToken, Task>? setAside = null) : IKeyStore
{
    /// <summary>Before every key on a Redis server, which the published sets and keys share.</summary>
    public const string RedisPrefix = "quantmatrix:cache:";

    public async Task<string?> GetAsync(string key, CancellationToken ct) =>
        await TryAsync(() => sets.GetKeyAsync(prefix + key, ct), ct) is { } json ? Text(json) : null;

    public Task SetAsync(IReadOnlyDictionary<string, string> values, TimeSpan timeToLive, CancellationToken ct) => TryAsync(async () =>
    {
        await sets.SetKeysAsync(values.ToDictionary(v => prefix + v.Key, v => Json(v.Value)), timeToLive, ct);
        return true;
    }, ct);

    /// <summary>The default while the store is unreachable, which the jobs that publish to the same server report.</summary>
    private async Task<T?> TryAsync<T>(Func<Task<T>> work, CancellationToken ct, bool isLast = false)
    {
        try
        {
            return await work();
        }
        catch (TemporaryException)
        {
            return default;
        }
        catch (DataUnfitException e) when (setAside is not null)
        {
            if (isLast) return default;
            await setAside(e, ct);
            return await TryAsync(work, ct, isLast: true);
        }
    }

    private static string Json(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";

    /// <summary>The text of a JSON string; any other value, such as a number, as stored.</summary>
    private static string Text(string json)
    {
        try
        {
            return json.StartsWith('"') ? JsonElement.Parse(json).GetString()! : json;
        }
        catch (JsonException)
        {
            return json;
        }
    }
}
