using System.Globalization;
using System.Text;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>The manifests of a lake: <c>manifest.json</c> is the newest, <c>manifest.N.json</c> are the recent versions.</summary>
/// <remarks>
/// Linking a draft to <c>manifest.N.json</c> is the commit: exactly one writer succeeds. Renaming the draft over <c>manifest.json</c> follows. A writer
/// that dies in between has committed; readers therefore look for versions newer than <c>manifest.json</c>. The two are different files on disk: when
/// one is damaged, the other remains.
/// </remarks>
internal sealed class ManifestLog(string folder)
{
    private const int VersionsKept = 64;

    private string Current => Path.Combine(folder, "manifest.json");

    /// <summary>Exists while a restore replaces the files beside the lake; the lake is not opened meanwhile.</summary>
    private string Restoring => Path.Combine(folder, "restore.pending");

    /// <summary>The newest committed manifest; <see cref="Manifest.Empty"/> for a new lake.</summary>
    /// <exception cref="DataUnfitException">The manifest cannot be read, or is missing although there are Parquet files.</exception>
    public Manifest Read()
    {
        if (File.Exists(Restoring)) throw new DataUnfitException($"{Restoring}: {File.ReadAllText(Restoring)}");
        if (!File.Exists(Current))
            return !HoldsFiles() ? Manifest.Empty : throw new DataUnfitException($"{Current}: missing, but {folder} contains Parquet files; "
                + $"expected the manifest that lists them. {ManifestText.Restore}, or move the folder away to start a new lake");
        var manifest = Read(Current);
        while (File.Exists(Versioned(manifest.Version + 1))) manifest = ReadVersion(manifest.Version + 1);
        return manifest;
    }

    /// <summary>Writes a new lake's empty manifest before its first file, so that a manifest missing later is known to be lost.</summary>
    public void Create()
    {
        if (File.Exists(Current) || HoldsFiles()) return;
        Directory.CreateDirectory(folder);
        var draft = Draft(Manifest.Empty);
        HardLink.TryCreate(draft, Current);
        File.Delete(draft);
    }

    /// <summary>Commits <paramref name="next"/>; false when another writer committed that version first.</summary>
    /// <exception cref="DataUnfitException">A newer version of the program wrote the lake: its additions would be lost.</exception>
    public bool TryCommit(Manifest next)
    {
        RequireWritable(Read());
        var draft = Draft(next);
        Failpoint.LakeBeforeManifest.Reach();
        var committed = Read().Version == next.Version - 1 && HardLink.TryCreate(draft, Versioned(next.Version));
        File.Delete(draft);
        if (!committed) return false;
        Failpoint.LakeManifestLinked.Reach();
        File.Move(Draft(next), Current, overwrite: true);
        Failpoint.LakeAfterManifest.Reach();
        return true;
    }

    /// <summary>Makes a manifest the newest one whatever the state of the others, and gives it the next version.</summary>
    /// <param name="before">Replaces what belongs to it beside the lake; when it is interrupted, the lake is not opened until it is repeated.</param>
    public Manifest Replace(Manifest next, string interrupted, Action before)
    {
        Directory.CreateDirectory(folder);
        WriteThrough(Restoring, Encoding.UTF8.GetBytes(interrupted));
        Failpoint.RestoreBegun.Reach();
        before();
        Failpoint.RestoreTablesReplaced.Reach();
        var version = 1 + Math.Max(Numbers().FirstOrDefault(), TryRead(Current)?.Version ?? 0);
        Write(next with { Version = version }, Versioned(version));
        Failpoint.RestoreVersionWritten.Reach();
        Write(next with { Version = version }, Current);
        Failpoint.RestoreManifestWritten.Reach();
        File.Delete(Restoring);
        return next with { Version = version };
    }

    /// <summary>Makes a manifest of another machine the newest one; it has its own version.</summary>
    /// <exception cref="DataUnfitException">A newer version of the program wrote it.</exception>
    public void Take(Manifest manifest)
    {
        RequireWritable(manifest);
        Write(manifest, Versioned(manifest.Version));
        Write(manifest);
    }

    /// <summary>Writes a manifest into a folder without any.</summary>
    public void Write(Manifest manifest) => Write(manifest, Current);

    /// <summary>Every version still kept that was live at or after <paramref name="since"/>, newest first.</summary>
    public IEnumerable<Manifest> Since(DateTimeOffset since)
    {
        var manifest = Read();
        yield return manifest;
        foreach (var v in Numbers().Where(n => n < manifest.Version))
        {
            // A version stays live until the next one is committed.
            if (manifest.CommittedAt < since) yield break;
            manifest = ReadVersion(v);
            yield return manifest;
        }
    }

    /// <summary>Every kept version that can be read, newest first.</summary>
    public IEnumerable<Manifest> Kept() => Numbers().Select(n => TryRead(Versioned(n))).OfType<Manifest>();

    /// <summary>A version; null when it is not kept, or damaged.</summary>
    public Manifest? Find(long version) => TryRead(Versioned(version)) is { } manifest && manifest.Version == version ? manifest : null;

    /// <summary>What is wrong with the kept versions, one line each.</summary>
    public IReadOnlyList<string> DamagedVersions()
    {
        var faults = new List<string>();
        foreach (var version in Numbers())
        {
            try
            {
                ReadVersion(version);
            }
            catch (DataUnfitException e)
            {
                faults.Add(e.Message);
            }
        }
        return faults;
    }

    /// <summary>Writes the newest intact version as <c>manifest.json</c> and deletes the damaged ones.</summary>
    /// <returns>What was done, one line each.</returns>
    public IReadOnlyList<string> Repair(bool acceptLoss)
    {
        var numbers = Numbers();
        var current = File.Exists(Current) ? TryRead(Current) : null;
        var newest = Kept().Append(current).OfType<Manifest>().MaxBy(m => m.Version)
            ?? throw new DataUnfitException($"{Current}: no version of the manifest is intact. Run ./run.sh restore with a backup");
        if (numbers.FirstOrDefault() > newest.Version && !acceptLoss)
            throw new DataUnfitException($"{Current}: versions {newest.Version + 1} to {numbers[0]} are damaged; the newest intact one is {newest.Version}. "
                + "Nothing was changed. To go back to it: --accept-loss");
        var done = new List<string>();
        foreach (var damaged in numbers.Where(n => TryRead(Versioned(n)) is null))
        {
            File.Delete(Versioned(damaged));
            done.Add($"manifest.{damaged}.json: deleted, it was damaged");
        }
        if (newest.Version > 0 && !File.Exists(Versioned(newest.Version))) Write(newest, Versioned(newest.Version));
        if (current?.Version == newest.Version) return done;
        Write(newest);
        return [.. done, $"manifest.json: restored from version {newest.Version}"];
    }

    /// <summary>Deletes old versions, except the newest <see cref="VersionsKept"/> and those a reader may have opened since <paramref name="since"/>.</summary>
    public void Prune(DateTimeOffset since)
    {
        var kept = Since(since).Select(m => m.Version).ToList();
        foreach (var v in Numbers().Where(n => n < Math.Min(kept[^1], kept[0] - VersionsKept + 1))) File.Delete(Versioned(v));
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
        WriteThrough(draft, ManifestText.Bytes(manifest));
        return draft;
    }

    private static Manifest Read(string path)
    {
        try
        {
            return ManifestText.Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataUnfitException($"{path}: cannot be read: {e.Message}. {ManifestText.Restore}", e);
        }
    }

    private void RequireWritable(Manifest newest)
    {
        if (newest.FormatVersion > Manifest.CurrentFormat)
            throw new DataUnfitException($"{Current}: format version {newest.FormatVersion}; this version of the program can read it, but writes format "
                + $"{Manifest.CurrentFormat}. Run the newer version to change this lake. Nothing was changed");
    }

    private Manifest ReadVersion(long version)
    {
        var manifest = Read(Versioned(version));
        return manifest.Version == version ? manifest
            : throw new DataUnfitException($"{Versioned(version)}: found version {manifest.Version}, expected {version}; the file was overwritten. "
                + ManifestText.Restore);
    }

    private void Write(Manifest manifest, string path) => File.Move(Draft(manifest), path, overwrite: true);

    private static Manifest? TryRead(string path)
    {
        try
        {
            return Read(path);
        }
        catch (DataUnfitException)
        {
            return null;
        }
    }

    /// <summary>The versions kept as files, newest first.</summary>
    private List<long> Numbers() => !Directory.Exists(folder) ? [] : [.. Directory.EnumerateFiles(folder, "manifest.*.json")
        .Select(path => Path.GetFileName(path).Split('.')[1]).Where(n => long.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Select(n => long.Parse(n, CultureInfo.InvariantCulture)).OrderDescending()];

    private string Versioned(long version) => Path.Combine(folder, $"manifest.{version}.json");

    private bool HoldsFiles() => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Any();
}
