using System.IO.Compression;
using System.Text;

namespace QuantMatrix.Tests.Servers;

/// <summary>A scripted response of a <see cref="ProviderServer"/>.</summary>
internal sealed record ProviderReply(int Status, byte[] Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Delay before the response.</summary>
    public TimeSpan After { get; init; }

    public Accident Accident { get; init; }

    public static ProviderReply Of(string body) => new(200, Encoding.UTF8.GetBytes(body));

    public static ProviderReply Of(int status, string body = "") => new(status, Encoding.UTF8.GetBytes(body));

    public static ProviderReply Of(Accident accident) => Of("{}") with { Accident = accident };

    /// <summary>Status 429 with an optional <c>Retry-After</c> header.</summary>
    public static ProviderReply TooMany(string? retryAfter) =>
        Of(429, "Too Many Requests") with { Headers = retryAfter is null ? [] : new Dictionary<string, string> { ["Retry-After"] = retryAfter } };

    public ProviderReply Gzipped()
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest)) gzip.Write(Body);
        return this with { Body = bytes.ToArray(), Headers = new Dictionary<string, string> { ["Content-Encoding"] = "gzip" } };
    }
}
