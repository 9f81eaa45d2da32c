using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using QuantMatrix.Model;

namespace QuantMatrix.Remote;

/// <summary>Objects below a prefix of a bucket. Requests are signed with the hash of their content, which the service compares.</summary>
public sealed class S3Store : IRemoteStore
{
    private const int Attempts = 4;
    private const string Missing = "NoSuchKey";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);
    private static readonly string[] OfSettings = ["NoSuchBucket", "PermanentRedirect", "AuthorizationHeaderMalformed", "InvalidBucketName", "ExpiredToken"];

    private readonly AmazonS3Client client;
    private readonly string bucket;
    private readonly string prefix;
    private readonly TimeSpan pause;

    /// <param name="url"><c>s3://bucket/prefix</c></param>
    public S3Store(Uri url, S3Access access)
    {
        (bucket, prefix, pause) = (url.Host, url.AbsolutePath.Trim('/') is { Length: > 0 } path ? $"{Uri.UnescapeDataString(path)}/" : "", access.Pause);
        var region = access.Region ?? "us-east-1";
        var config = new AmazonS3Config
        {
            MaxErrorRetry = Attempts - 1, RetryMode = RequestRetryMode.Standard, Timeout = Timeout,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED, ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (access.Endpoint is null) config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        else (config.ServiceURL, config.ForcePathStyle, config.AuthenticationRegion) = (access.Endpoint.AbsoluteUri, true, region);
        client = access.KeyId is null ? new(config)
            : new(access.Token is null ? new BasicAWSCredentials(access.KeyId, access.SecretKey)
                : new SessionAWSCredentials(access.KeyId, access.SecretKey, access.Token), config);
    }

    public string Name => $"s3://{bucket}/{prefix}".TrimEnd('/');

    public Task<IReadOnlyDictionary<string, RemoteFile>> ListAsync(CancellationToken ct) =>
        CallAsync<IReadOnlyDictionary<string, RemoteFile>>("", async () =>
        {
            var files = new Dictionary<string, RemoteFile>();
            await foreach (var found in client.Paginators.ListObjectsV2(new() { BucketName = bucket, Prefix = prefix }).S3Objects.WithCancellation(ct))
                files[found.Key[prefix.Length..]] = new(found.Size ?? 0, found.LastModified?.ToUniversalTime() ?? DateTimeOffset.UnixEpoch);
            return files;
        });

    public Task<RemoteContent?> ReadAsync(string path, CancellationToken ct) => CallAsync(path, async () =>
    {
        using var bytes = new MemoryStream();
        try
        {
            var tag = await GetAsync(path, bytes, ct);
            return new RemoteContent(bytes.ToArray(), tag);
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == Missing)
        {
            return null;
        }
    });

    public Task DownloadAsync(string path, string local, CancellationToken ct) => CallAsync(path, async () =>
    {
        await using var file = new FileStream(local, FileMode.Create, FileAccess.Write);
        return await GetAsync(path, file, ct);
    });

    public Task UploadAsync(string path, string local, CancellationToken ct) => CallAsync(path, async () =>
    {
        await using var file = new FileStream(local, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return await client.PutObjectAsync(Put(path, file), ct);
    });

    public Task<bool> TryReplaceAsync(string path, byte[] content, string? tag, CancellationToken ct) => CallAsync(path, async () =>
    {
        using var stream = new MemoryStream(content);
        var put = Put(path, stream);
        (put.IfMatch, put.IfNoneMatch) = (tag, tag is null ? "*" : null);
        try
        {
            await client.PutObjectAsync(put, ct);
            return true;
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict || e.ErrorCode == Missing)
        {
            // The repetition of a request whose answer was lost is refused as well: then the content is this one.
            return (await ReadAsync(path, ct))?.Bytes.AsSpan().SequenceEqual(content) == true;
        }
    });

    public void Dispose() => client.Dispose();

    private PutObjectRequest Put(string path, Stream content) => new()
    {
        BucketName = bucket, Key = prefix + path, InputStream = content, UseChunkEncoding = false, AutoCloseStream = false,
    };

    /// <summary>Reads an object; one that breaks off is read again, as the SDK repeats requests but not their content.</summary>
    private async Task<string> GetAsync(string path, Stream to, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var response = await client.GetObjectAsync(bucket, prefix + path, ct);
            try
            {
                to.SetLength(0);
                await response.ResponseStream.CopyToAsync(to, ct);
                return response.ETag;
            }
            catch (HttpIOException) when (attempt < Attempts)
            {
                await Task.Delay(pause * (1 << (attempt - 1)), ct);
            }
        }
    }

    /// <summary>Says in the terms of this program what failed.</summary>
    private async Task<T> CallAsync<T>(string path, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException e) when (e.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized || OfSettings.Contains(e.ErrorCode))
        {
            throw new ConfigurationException($"{Name}: {Reason(e)}; set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY (AWS_SESSION_TOKEN for temporary ones) and "
                + "AWS_REGION of an account that may list, read and write there", e);
        }
        catch (AmazonServiceException e)
        {
            throw new TemporaryException($"{Name}/{path}: {Reason(e)}; run it again", e);
        }
        catch (AmazonClientException e) when (e.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase))
        {
            throw new ConfigurationException($"{Name}: no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE", e);
        }
        catch (Exception e) when (e is HttpIOException or HttpRequestException or AmazonClientException or TimeoutException)
        {
            throw new TemporaryException($"{Name}/{path}: no complete answer: {(e.InnerException ?? e).Message}; run it again", e);
        }
    }

    /// <summary>Without the message of the service, which may contain the key.</summary>
    private static string Reason(AmazonServiceException e) => $"{e.ErrorCode ?? "no error code"} (HTTP {(int)e.StatusCode})";
}
