using System.Text.Json;

namespace QuantMatrix.Tests.Servers;

/// <summary>The recorded responses of the fixtures' <c>replay*.json</c>, matched by path and the query parameters that identify a request.</summary>
internal sealed class RecordedReplies
{
    private static readonly string[] Identifying = ["symbol", "from", "to", "period1", "period2"];

    private readonly List<(ProviderCall Recorded, ProviderReply Reply)> all = [];

    public RecordedReplies(params string[] files)
    {
        foreach (var file in files)
            foreach (var entry in JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray())
                if (Uri.TryCreate(entry.GetProperty("url").GetString(), UriKind.Absolute, out var url))
                    all.Add((new(0, url.PathAndQuery, new Dictionary<string, string>(), 0), ReplyOf(entry, Path.GetDirectoryName(file)!)));
    }

    public ProviderReply To(ProviderCall call) =>
        all.Where(r => r.Recorded.Path == call.Path && Identifying.All(name => r.Recorded[name] is null || r.Recorded[name] == call[name]))
            .Select(r => r.Reply).FirstOrDefault() ?? ProviderReply.Of(404, "not recorded");

    private static ProviderReply ReplyOf(JsonElement entry, string folder) =>
        new(entry.GetProperty("status").GetInt32(), File.ReadAllBytes(Path.Combine(folder, entry.GetProperty("body").GetString()!)))
        {
            Headers = entry.TryGetProperty("headers", out var headers) ? headers.EnumerateObject().ToDictionary(h => h.Name, h => h.Value.GetString()!) : [],
        };
}
