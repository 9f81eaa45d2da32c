using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Remote;

namespace QuantMatrix.Batch.Sync;

/// <summary>What a transfer has done.</summary>
/// <param name="Version">Of the lake, on both sides now.</param>
/// <param name="Files">Files transferred.</param>
internal sealed record SyncResult(long Version, int Files, long Bytes);

/// <summary>Sends the lake to a store, or takes it from there: files that are missing, then what names them, and the manifest last.</summary>
/// <remarks>
/// Content is named by its hash, so that a file is transferred once and a repetition continues. The store gets the layout of the lake; nothing is deleted
/// there. Of the few files that change, the newer one wins; a copy has the time of its original.
/// </remarks>
internal sealed class LakeSync(DataLake lake, IRemoteStore store, TimeProvider clock)
{
    private const int AtOnce = 8;
    private const string NotAsNamed = "does not have the SHA-256 of its name";

    /// <summary>How long replaced files are kept for shards that read them.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private readonly LakeTransfer transfer = new(lake);
    private IReadOnlyDictionary<string, RemoteFile> there = new Dictionary<string, RemoteFile>();
    private int files;
    private long bytes;

    /// <exception cref="DataUnfitException">The store holds a version that is not an earlier one of this lake, or a file of the lake is damaged.</exception>
    /// <exception cref="TemporaryException">Another machine has sent a version meanwhile.</exception>
    public async Task<SyncResult> SendAsync(CancellationToken ct)
    {
        var manifest = lake.Current();
        if (manifest.Version == 0) throw new TemporaryException($"{lake.Folder}: nothing to send yet; ./run.sh stores the first version of the lake");
        var pointer = await store.ReadAsync(LakeTransfer.ManifestFile, ct);
        var isNew = pointer is null || IsEarlier(Parse(pointer.Bytes, LakeTransfer.ManifestFile), manifest);
        there = await store.ListAsync(ct);
        var descriptions = transfer.Descriptions().ToLookup(LakeTransfer.IsChanging);
        await EachAsync(transfer.Contents(manifest).Where(p => there.GetValueOrDefault(p)?.Bytes != SizeOf(p)), SendContentAsync, ct);
        await EachAsync(descriptions[false].Where(p => !there.ContainsKey(p)), SendFileAsync, ct);
        await EachAsync(descriptions[true].Where(p => !(there.GetValueOrDefault(p)?.Modified >= ModifiedOf(p))), SendFileAsync, ct);
        var next = LakeTransfer.Bytes(manifest);
        if (isNew && !await store.TryReplaceAsync(LakeTransfer.ManifestFile, next, pointer?.Tag, ct))
            throw new TemporaryException($"{store.Name}: another machine has sent a version meanwhile, which stays the current one. Run it again");
        if (!there.ContainsKey(VersionFile(manifest.Version))) await store.TryReplaceAsync(VersionFile(manifest.Version), next, null, ct);
        return new(manifest.Version, files, bytes);
    }

    /// <param name="before">Called before the lake is changed; throws to refuse it.</param>
    /// <param name="ct">Ends the transfer between files.</param>
    /// <exception cref="DataUnfitException">The lake has versions that the store does not have, or a file of the store is missing or damaged.</exception>
    /// <exception cref="TemporaryException">The store holds no lake.</exception>
    public async Task<SyncResult> ReceiveAsync(Action before, CancellationToken ct)
    {
        var pointer = await store.ReadAsync(LakeTransfer.ManifestFile, ct)
            ?? throw new TemporaryException($"{store.Name}: no lake there; ./run.sh sync --to sends one");
        var (manifest, local) = (Parse(pointer.Bytes, LakeTransfer.ManifestFile), lake.Unchecked());
        await RequireBehindAsync(local, manifest, ct);
        transfer.Begin();
        there = (await store.ListAsync(ct)).Where(f => !f.Key.Split('/').Contains("..")).ToDictionary();
        await EachAsync(manifest.Files.Select(f => f.Path), ReceiveContentAsync, ct);
        before();
        if (manifest.Version != local.Version) transfer.Take(manifest);
        await ReceivePartsAsync(ct);
        await ReceiveExportsAsync(ct);
        lake.Sweep(Grace);
        return new(manifest.Version, files, bytes);
    }

    /// <summary>Parts that other machines computed, as long as they are kept for a commit; the receipt follows its files.</summary>
    private async Task ReceivePartsAsync(CancellationToken ct)
    {
        var since = clock.GetUtcNow() - LakeTransfer.PartsKeptFor;
        await EachAsync(there.Where(f => LakeTransfer.IsReceipt(f.Key) && f.Value.Modified > since && !File.Exists(PathOf(f.Key))).Select(f => f.Key),
            async (path, token) =>
            {
                var receipt = (await store.ReadAsync(path, token))?.Bytes ?? [];
                foreach (var file in LakeTransfer.NamedBy(receipt)) await ReceiveContentAsync(file, token);
                Write(path, receipt);
            }, ct);
        if (there.ContainsKey(LakeTransfer.Order)) await ReceiveFileAsync(LakeTransfer.Order, ct);
    }

    private async Task ReceiveExportsAsync(CancellationToken ct)
    {
        var newest = LakeTransfer.NewestExports(there.Keys).ToLookup(LakeTransfer.IsHashed);
        await EachAsync(newest[true], ReceiveContentAsync, ct);
        var descriptions = newest[false].ToLookup(LakeTransfer.IsChanging);
        await EachAsync(descriptions[false].Where(p => !File.Exists(PathOf(p))), ReceiveFileAsync, ct);
        await EachAsync(transfer.MissingOfExports().Where(there.ContainsKey), ReceiveContentAsync, ct);
        await EachAsync(descriptions[true], ReceiveFileAsync, ct);
    }

    private async Task SendContentAsync(string path, CancellationToken ct)
    {
        if (!LakeTransfer.IsIntact(path, PathOf(path)))
            throw new DataUnfitException($"{PathOf(path)}: damaged: its content {NotAsNamed}. It was not sent; run ./run.sh repair");
        await SendFileAsync(path, ct);
    }

    private async Task SendFileAsync(string path, CancellationToken ct)
    {
        await store.UploadAsync(path, PathOf(path), ct);
        Count(SizeOf(path));
    }

    private async Task ReceiveContentAsync(string path, CancellationToken ct)
    {
        if (!there.TryGetValue(path, out var file))
            throw new DataUnfitException($"{store.Name}/{path}: missing; run ./run.sh sync --to on a machine that has this lake. Nothing was changed");
        if (File.Exists(PathOf(path)) && SizeOf(path) == file.Bytes) return;
        var draft = Draft(path);
        try
        {
            await store.DownloadAsync(path, draft, ct);
            if (!LakeTransfer.IsIntact(path, draft))
                throw new DataUnfitException($"{store.Name}/{path}: damaged: its content {NotAsNamed}. It was not taken; delete it there, then run "
                    + "./run.sh sync --to on a machine that has this lake");
            File.Move(draft, PathOf(path), overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
        Count(file.Bytes);
    }

    /// <summary>A small file, unless the lake has the same or a newer one.</summary>
    private async Task ReceiveFileAsync(string path, CancellationToken ct)
    {
        if (File.Exists(PathOf(path)) && ModifiedOf(path) >= there[path].Modified) return;
        Write(path, (await store.ReadAsync(path, ct))?.Bytes ?? []);
        File.SetLastWriteTimeUtc(PathOf(path), there[path].Modified.UtcDateTime);
    }

    private void Write(string path, byte[] content)
    {
        var draft = Draft(path);
        File.WriteAllBytes(draft, content);
        File.Move(draft, PathOf(path), overwrite: true);
        Count(content.Length);
    }

    private static bool IsSame(Manifest a, Manifest b) => a.Version == b.Version && a.Run == b.Run;

    /// <returns>False for the same version.</returns>
    private bool IsEarlier(Manifest remote, Manifest own)
    {
        if (IsSame(remote, own)) return false;
        // A version that is no longer kept counts as an earlier one when it is older than all that are.
        var isOwn = remote.Version < own.Version && (transfer.RunOf(remote.Version) is { } run ? run == remote.Run : remote.CommittedAt < own.CommittedAt);
        return isOwn ? true : throw new DataUnfitException($"{store.Name}: holds version {remote.Version} of run {remote.Run}, which this lake, at version "
            + $"{own.Version} of run {own.Run}, does not contain. Nothing was sent; ./run.sh sync --from takes the newer one, or use another address");
    }

    private async Task RequireBehindAsync(Manifest own, Manifest remote, CancellationToken ct)
    {
        if (own.Version == 0 || IsSame(remote, own)) return;
        var sent = own.Version < remote.Version ? await store.ReadAsync(VersionFile(own.Version), ct) : null;
        if (sent is null || Parse(sent.Bytes, VersionFile(own.Version)).Run != own.Run)
            throw new DataUnfitException($"{lake.Folder}: is at version {own.Version} of run {own.Run}, which is not among those sent to {store.Name}, "
                + $"now at version {remote.Version} of run {remote.Run}. Nothing was changed; ./run.sh sync --to sends a newer lake, an empty QM_DATA takes "
                + "the other one");
    }

    private Manifest Parse(byte[] manifest, string path) => LakeTransfer.Parse(manifest, $"{store.Name}/{path}");

    private static string VersionFile(long version) => $"manifest.{version}.json";

    private static Task EachAsync(IEnumerable<string> paths, Func<string, CancellationToken, Task> transfer, CancellationToken ct) =>
        Parallel.ForEachAsync(paths.ToList(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (path, token) => await transfer(path, token));

    private string PathOf(string path) => Path.Combine(lake.Folder, path);

    private long SizeOf(string path) => new FileInfo(PathOf(path)).Length;

    private DateTimeOffset ModifiedOf(string path) => RemoteFile.WholeSeconds(File.GetLastWriteTimeUtc(PathOf(path)));

    private string Draft(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        return $"{PathOf(path)}.{Guid.NewGuid():N}.tmp";
    }

    private void Count(long size)
    {
        Interlocked.Increment(ref files);
        Interlocked.Add(ref bytes, size);
    }
}
