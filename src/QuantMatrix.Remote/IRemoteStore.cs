namespace QuantMatrix.Remote;

/// <summary>A folder on another machine, in which a file appears whole or not at all. Paths are relative to it, with slashes.</summary>
public interface IRemoteStore : IDisposable
{
    /// <summary>For messages: the address without credentials.</summary>
    string Name { get; }

    /// <summary>Every file by its path.</summary>
    Task<IReadOnlyDictionary<string, RemoteFile>> ListAsync(CancellationToken ct);

    /// <summary>The content of a small file; null when there is none.</summary>
    Task<RemoteContent?> ReadAsync(string path, CancellationToken ct);

    /// <summary>Copies a file into a local one, which is replaced.</summary>
    Task DownloadAsync(string path, string local, CancellationToken ct);

    /// <summary>Copies a local file; one of the same path is replaced.</summary>
    Task UploadAsync(string path, string local, CancellationToken ct);

    /// <summary>Writes a small file provided that it is still the one that was read.</summary>
    /// <param name="tag">Of the file as it was read; null when there was none.</param>
    /// <returns>False when another writer was faster.</returns>
    Task<bool> TryReplaceAsync(string path, byte[] content, string? tag, CancellationToken ct);
}

/// <summary>A file of a store.</summary>
/// <param name="Modified">In whole seconds, which every store knows.</param>
public sealed record RemoteFile(long Bytes, DateTimeOffset Modified)
{
    /// <summary>A time as stores state it.</summary>
    public static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}

/// <summary>The content of a file, and a tag that is another one for every other content.</summary>
public sealed record RemoteContent(byte[] Bytes, string Tag);
