using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace QuantMatrix.Lake;

/// <summary>A file of the lake that is not as its manifest lists it.</summary>
/// <param name="Found">In words: <c>no such file</c>.</param>
public sealed record DamagedFile(LakeFile File, string Found);

/// <summary>Compares the files of a manifest with its hashes. A file that has not changed since it was last read is not read again.</summary>
/// <param name="memo">Remembers the files read, for later processes; null for none.</param>
/// <param name="isReadOnly">The memo is not written.</param>
internal sealed class FileChecks(string folder, string? memo, bool isReadOnly)
{
    private readonly Lock reading = new();
    private ConcurrentDictionary<string, FileStamp>? intact;

    /// <param name="again">Files to read although they have not changed since they were last read.</param>
    public IReadOnlyList<DamagedFile> Damaged(IReadOnlyList<LakeFile> files, Func<LakeFile, bool> again)
    {
        lock (reading)
        {
            var known = intact ??= Load();
            var stamps = files.Select(f => (File: f, Stamp: FileStamp.Of(PathOf(f)))).ToList();
            var due = stamps.Where(f => again(f.File) || f.Stamp == default || known.GetValueOrDefault(f.File.Hash) != f.Stamp).ToList();
            if (due.Count == 0) return [];
            var damaged = new ConcurrentBag<DamagedFile>();
            Parallel.ForEach(due, f =>
            {
                if (Fault(f.File, f.Stamp) is { } found) damaged.Add(new(f.File, found));
                else known[f.File.Hash] = f.Stamp;
            });
            foreach (var file in damaged) known.TryRemove(file.File.Hash, out _);
            Save(stamps.Select(s => s.File.Hash), known);
            return [.. damaged.OrderBy(d => d.File.Path, StringComparer.Ordinal)];
        }
    }

    /// <summary>Reads a file and compares it with its hash.</summary>
    public bool IsIntact(LakeFile file)
    {
        if (Fault(file, FileStamp.Of(PathOf(file))) is not null) return false;
        Written(file);
        return true;
    }

    /// <summary>Takes note of a file that this process has just written and hashed.</summary>
    public void Written(LakeFile file)
    {
        lock (reading) (intact ??= Load())[file.Hash] = FileStamp.Of(PathOf(file));
    }

    private string PathOf(LakeFile file) => Path.Combine(folder, file.Path);

    private string? Fault(LakeFile file, FileStamp stamp)
    {
        if (stamp == default) return "no such file";
        if (stamp.Size != (ulong)file.Bytes) return Model.Plural.Of((long)stamp.Size, "byte");
        try
        {
            using var stream = new FileStream(PathOf(file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 20);
            var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
            return hash == file.Hash ? null : $"SHA-256 {hash[..16]}…";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"a file that cannot be read ({e.Message})";
        }
    }

    /// <summary>Lines of hash, inode, size and times. A line that cannot be read is left out: its file is read again.</summary>
    private ConcurrentDictionary<string, FileStamp> Load()
    {
        var known = new ConcurrentDictionary<string, FileStamp>();
        if (memo is null || FileStamp.Of(memo) is not { Modified: > 0 } written) return known;
        foreach (var part in Lines(memo).Select(line => line.Split(' ')).Where(part => part.Length == 5))
            if (Whole(part[1]) is { } inode && Whole(part[2]) is { } size && Whole(part[3]) is { } modified && Whole(part[4]) is { } changed
                && new FileStamp((ulong)inode, (ulong)size, modified, changed) is var stamp && stamp.IsSettledAt(written.Modified))
                known[part[0]] = stamp;
        return known;
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static long? Whole(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Without the memo, the next process reads the files again: a data root that is read-only or full is no fault.</summary>
    private void Save(IEnumerable<string> live, ConcurrentDictionary<string, FileStamp> known)
    {
        if (memo is null || isReadOnly) return;
        var draft = $"{memo}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllLines(draft, live.Where(known.ContainsKey).Distinct().Select(hash => $"{hash} {known[hash]}"));
            File.Move(draft, memo, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(draft)) File.Delete(draft);
        }
    }
}
