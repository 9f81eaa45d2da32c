using System.Security.Cryptography;
using QuantMatrix.Model;

namespace QuantMatrix.Remote;

/// <summary>A folder of a file system, such as one mounted from another machine.</summary>
public sealed class FolderStore(string folder) : IRemoteStore
{
    private const string LockFile = "sync.lock", DraftSuffix = ".tmp";

    /// <summary>ENOSPC, which .NET uses as the HResult.</summary>
    private const int NoSpaceLeft = 28;

    public string Name => folder;

    public Task<IReadOnlyDictionary<string, RemoteFile>> ListAsync(CancellationToken ct) => CallAsync(() =>
    {
        var files = !Directory.Exists(folder) ? [] : new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(f => f.Name != LockFile && !f.Name.EndsWith(DraftSuffix, StringComparison.Ordinal));
        return Task.FromResult<IReadOnlyDictionary<string, RemoteFile>>(
            files.ToDictionary(f => Path.GetRelativePath(folder, f.FullName), f => new RemoteFile(f.Length, RemoteFile.WholeSeconds(f.LastWriteTimeUtc))));
    });

    public Task<RemoteContent?> ReadAsync(string path, CancellationToken ct) => CallAsync(async () =>
    {
        if (!File.Exists(PathOf(path))) return null;
        var bytes = await File.ReadAllBytesAsync(PathOf(path), ct);
        return new RemoteContent(bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    });

    public Task DownloadAsync(string path, string local, CancellationToken ct) => CallAsync(() => CopyAsync(PathOf(path), local, ct));

    public Task UploadAsync(string path, string local, CancellationToken ct) => CallAsync(() => PutAsync(path, draft => CopyAsync(local, draft, ct)));

    public Task<bool> TryReplaceAsync(string path, byte[] content, string? tag, CancellationToken ct) => CallAsync(async () =>
    {
        Create(folder);
        using var held = new FileStream(PathOf(LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        return (await ReadAsync(path, ct))?.Tag == tag && await PutAsync(path, draft => File.WriteAllBytesAsync(draft, content, ct));
    });

    public void Dispose()
    {
    }

    private string PathOf(string path) => Path.Combine(folder, path);

    private async Task<bool> PutAsync(string path, Func<string, Task> write)
    {
        var draft = $"{PathOf(path)}.{Guid.NewGuid():N}{DraftSuffix}";
        Create(Path.GetDirectoryName(draft)!);
        try
        {
            await write(draft);
            using (var written = File.OpenHandle(draft, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.FlushToDisk(written);
            File.Move(draft, PathOf(path), overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>The folder itself is created, not the one above it: a file system that is not mounted has none.</summary>
    private void Create(string directory)
    {
        if (!Directory.Exists(Path.GetDirectoryName(folder)))
            throw new ConfigurationException($"{folder}: the folder above it does not exist; mount the file system, or create that folder");
        Directory.CreateDirectory(directory);
    }

    private async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ConfigurationException($"{folder}: {e.Message} Expected a folder that this user may read and write", e);
        }
        catch (IOException e) when (e.HResult != NoSpaceLeft)
        {
            throw new TemporaryException($"{folder}: {e.Message}; run it again", e);
        }
    }

    private static async Task<bool> CopyAsync(string from, string to, CancellationToken ct)
    {
        await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using var target = new FileStream(to, FileMode.Create, FileAccess.Write);
        await source.CopyToAsync(target, ct);
        return true;
    }
}
