using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace QuantMatrix.Tests.Servers;

/// <summary>What a <see cref="S3Server"/> does instead of an answer.</summary>
internal enum S3Fault
{
    None,

    /// <summary>503 SlowDown.</summary>
    Busy,

    /// <summary>Half of an object, then the end of the connection.</summary>
    Cut,
}

/// <summary>The part of Amazon S3 that is used, on the loopback address: GET, PUT with conditions, LIST in pages, signatures, errors.</summary>
internal sealed class S3Server : IDisposable
{
    public const string KeyId = "AKIATESTTESTTEST", SecretKey = "a/secret+of=the*tests", Bucket = "market";
    private const int Page = 5;

    private readonly HttpListener listener = new();
    private readonly Lock writing = new();

    public S3Server()
    {
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{GuardedServer.FreePort()}/");
        listener.Prefixes.Add(Url);
        listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    public string Url { get; }

    /// <summary>By key.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = [];

    public ConcurrentDictionary<string, DateTime> Modified { get; } = [];

    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>Decides about a call before it is carried out.</summary>
    public Func<string, Task<S3Fault>> Before { get; set; } = _ => Task.FromResult(S3Fault.None);

    public static string TagOf(byte[] content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}-1\"";

    public void Dispose() => listener.Close();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                _ = Task.Run(() => ServeAsync(context));
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var path = Uri.UnescapeDataString(request.RawUrl!.Split('?')[0])[1..].Split('/', 2);
        var call = $"{request.HttpMethod} {path.ElementAtOrDefault(1)}";
        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body);
        Calls.Enqueue(call);
        var fault = await Before(call);
        var (status, answer) = fault == S3Fault.Busy ? Error(503, "SlowDown")
            : !request.Headers["Authorization"]!.Contains($"Credential={KeyId}/", StringComparison.Ordinal) ? Error(403, "InvalidAccessKeyId")
            : !request.Headers["Authorization"]!.EndsWith($"Signature={Sign(request)}", StringComparison.Ordinal) ? Error(403, "SignatureDoesNotMatch")
            : path[0] != Bucket ? Error(404, "NoSuchBucket") : Answer(request, response, path.ElementAtOrDefault(1) ?? "", body.ToArray());
        try
        {
            (response.StatusCode, response.ContentLength64) = (status, answer.Length);
            await response.OutputStream.WriteAsync(fault == S3Fault.Cut ? answer.AsMemory(0, answer.Length / 2) : answer);
            if (fault == S3Fault.Cut) response.Abort();
            else response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
        }
    }

    private (int Status, byte[] Body) Answer(HttpListenerRequest request, HttpListenerResponse response, string key, byte[] body)
    {
        if (request.HttpMethod == "PUT") return Put(request, response, key, body);
        if (key.Length == 0) return (200, Encoding.UTF8.GetBytes(List(request.QueryString["prefix"] ?? "", request.QueryString["continuation-token"] ?? "")));
        if (!Objects.TryGetValue(key, out var content)) return Error(404, "NoSuchKey");
        response.Headers["ETag"] = TagOf(content);
        return (200, content);
    }

    private (int Status, byte[] Body) Put(HttpListenerRequest request, HttpListenerResponse response, string key, byte[] body)
    {
        if (request.Headers["x-amz-content-sha256"] != Convert.ToHexStringLower(SHA256.HashData(body))) return Error(400, "XAmzContentSHA256Mismatch");
        lock (writing)
        {
            var there = Objects.GetValueOrDefault(key);
            if (request.Headers["If-None-Match"] is "*" && there is not null) return Error(412, "PreconditionFailed");
            if (request.Headers["If-Match"] is { } tag && (there is null || TagOf(there) != tag)) return Error(412, "PreconditionFailed");
            (Objects[key], Modified[key]) = (body, DateTime.UtcNow);
        }
        response.Headers["ETag"] = TagOf(body);
        return (200, []);
    }

    private string List(string prefix, string after)
    {
        var keys = Objects.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(k, after) > 0)
            .Order(StringComparer.Ordinal).ToList();
        var page = keys.Take(Page).Select(k => $"<Contents><Key>{k}</Key><LastModified>{Modified[k]:yyyy-MM-ddTHH:mm:ss.000Z}</LastModified>"
            + $"<ETag>{TagOf(Objects[k])}</ETag><Size>{Objects[k].Length}</Size></Contents>");
        return "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + $"<IsTruncated>{(keys.Count > Page ? "true" : "false")}</IsTruncated>{string.Concat(page)}"
            + (keys.Count > Page ? $"<NextContinuationToken>{keys[Page - 1]}</NextContinuationToken>" : "") + "</ListBucketResult>";
    }

    private static (int, byte[]) Error(int status, string code) =>
        (status, Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{KeyId} is refused</Message></Error>"));

    /// <summary>Signature version 4: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html</summary>
    private static string Sign(HttpListenerRequest request)
    {
        var parts = request.Headers["Authorization"]!.Split(", ").Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        var (scope, names) = (parts["AWS4-HMAC-SHA256 Credential"].Split('/', 2)[1], parts["SignedHeaders"]);
        var url = request.RawUrl!.Split('?');
        var query = string.Join('&', url[^1].Split('&').Where(_ => url.Length > 1).Order(StringComparer.Ordinal));
        var headers = string.Concat(names.Split(';').Select(n => $"{n}:{request.Headers[n]!.Trim()}\n"));
        var canonical = $"{request.HttpMethod}\n{url[0]}\n{query}\n{headers}\n{names}\n{request.Headers["x-amz-content-sha256"]}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        var text = $"AWS4-HMAC-SHA256\n{request.Headers["x-amz-date"]}\n{scope}\n{hash}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes($"AWS4{SecretKey}"), (k, part) => HMACSHA256.HashData(k, Encoding.UTF8.GetBytes(part)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }
}
