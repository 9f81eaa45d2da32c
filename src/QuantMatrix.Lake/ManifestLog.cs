using System.Text.Json;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>The manifests of a lake: <c>manifest.json</c> is the newest, <c>manifest.N.json</c> each version of late.</summary>
/// <remarks>
/// Linking a draft to <c>manifest.N.json</c> is the commit: one writer wins. Renaming it over <c>manifest.json</c> follows; a writer that dies in between
/// has committed, and whoever comes next looks past <c>manifest.json</c> for a newer version.
/// </remarks>
internal sealed class ManifestLog(string folder)
{
    private const int VersionsKept = 64;

    private string Current => Path.Combine(folder, "manifest.json");

    /// <summary>The newest committed manifest; <see cref="Manifest.Empty"/> for a lake without one.</summary>
    /// <exception cref="DataUnfitException">The manifest cannot be read, or Parquet files lie in a lake without a manifest.</exception>
    public Manifest Read()
    {
        if (!File.Exists(Current))
            return HoldsBars() ? throw new DataUnfitException($"{Current}: missing, but {folder} holds Parquet files; expected the manifest that lists them. Restore it from a copy, or move the folder away to begin anew")
                : Manifest.Empty;
        var manifest = Read(Current);
        while (File.Exists(Versioned(manifest.Version + 1))) manifest = ReadVersion(manifest.Version + 1);
        return manifest;
    }

    /// <summary>Gives a new lake its empty manifest, before any file is written: from then on a missing manifest is a lost one.</summary>
    public void Create()
    {
        if (File.Exists(Current) || HoldsBars()) return;
        Directory.CreateDirectory(folder);
        var draft = Draft(Manifest.Empty);
        HardLink.TryCreate(draft, Current);
        File.Delete(draft);
    }

    /// <summary>Publishes <paramref name="next"/>; false when another writer took that version first.</summary>
    public bool TryCommit(Manifest next)
    {
        var draft = Draft(next);
        var won = Read().Version == next.Version - 1 && HardLink.TryCreate(draft, Versioned(next.Version));
        if (won) File.Move(draft, Current, overwrite: true);
        else File.Delete(draft);
        return won;
    }

    /// <summary>The newest and every version committed at or after <paramref name="since"/> that is still kept.</summary>
    public IEnumerable<Manifest> Since(DateTimeOffset since)
    {
        var manifest = Read();
        yield return manifest;
        for (var v = manifest.Version - 1; v > 0 && File.Exists(Versioned(v)); v--)
        {
            // What a version held was live until the next one was committed.
            if (manifest.CommittedAt < since) yield break;
            manifest = ReadVersion(v);
            yield return manifest;
        }
    }

    /// <summary>Removes versions beyond the newest ones that nobody can have been reading since <paramref name="since"/>.</summary>
    public void Prune(DateTimeOffset since)
    {
        var kept = Since(since).Select(m => m.Version).ToList();
        for (var v = Math.Min(kept[^1], kept[0] - VersionsKept + 1) - 1; v > 0 && File.Exists(Versioned(v)); v--) File.Delete(Versioned(v));
    }

    public static void WriteThrough(string path, ReadOnlySpan<byte> bytes)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    private string Draft(Manifest manifest)
    {
        var draft = Path.Combine(folder, $"manifest.{Guid.NewGuid():N}.tmp");
        WriteThrough(draft, JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Default.Manifest));
        return draft;
    }

    private static Manifest Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ManifestJson.Default.Manifest) is { Run: not null, MadeFrom: not null, Files: not null } manifest ? manifest
                : throw new DataUnfitException($"{path}: lacks its version, run, inputs or files; expected a lake manifest. Restore it from a copy of the lake");
        }
        catch (JsonException e)
        {
            throw new DataUnfitException($"{path}:{e.LineNumber + 1}: not a lake manifest: {e.Message} Restore it from a copy of the lake; the manifest.N.json beside it are its last versions", e);
        }
    }

    private Manifest ReadVersion(long version)
    {
        var manifest = Read(Versioned(version));
        return manifest.Version == version ? manifest
            : throw new DataUnfitException($"{Versioned(version)}: holds version {manifest.Version}, expected {version}; somebody wrote over it. Restore it from a copy of the lake");
    }

    private string Versioned(long version) => Path.Combine(folder, $"manifest.{version}.json");

    private bool HoldsBars() => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Any();
}
