using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Copies a lake at one manifest to another folder, and back: hard links on the same device, else copies.</summary>
/// <remarks>Files never change once they are written, so that a link is as good as a copy, except against damage of the disk.</remarks>
public sealed class LakeBackup(DataLake lake)
{
    /// <summary>Copies the newest manifest and its files, after reading each of them.</summary>
    /// <returns>The manifest, and how many files share their bytes with those of the lake.</returns>
    /// <exception cref="DataUnfitException">A file is damaged.</exception>
    public (Manifest Manifest, int Linked) CopyTo(string folder, CancellationToken ct)
    {
        var manifest = lake.Current(_ => true);
        var linked = Copy(manifest, lake.Folder, folder, ct);
        Directory.CreateDirectory(folder);
        new ManifestLog(folder).Write(manifest);
        return (manifest, linked);
    }

    /// <summary>Makes the lake equal to a copy, as its next version, whatever its state.</summary>
    /// <param name="interrupted">What an operator reads when the process ends before the restore does.</param>
    /// <param name="before">Replaces what belongs to the lake beside it.</param>
    public Manifest RestoreFrom(string folder, string runId, string interrupted, Action before, CancellationToken ct)
    {
        var saved = new ManifestLog(folder).Read();
        Copy(saved, folder, lake.Folder, ct);
        // A run that was suspended before the restore has a lower token and commits nothing.
        return lake.Replace(saved with { Run = runId, Token = Math.Max(saved.Token, lake.Token ?? 0) }, interrupted, before);
    }

    private static int Copy(Manifest manifest, string from, string to, CancellationToken ct) =>
        manifest.Files.Count(file =>
        {
            ct.ThrowIfCancellationRequested();
            return LinkOrCopy(Path.Combine(from, file.Path), Path.Combine(to, file.Path));
        });

    /// <returns>Whether the two share their bytes.</returns>
    private static bool LinkOrCopy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        var draft = $"{to}.tmp";
        File.Delete(draft);
        var linked = TryLink(from, draft);
        if (!linked) File.Copy(from, draft);
        File.Move(draft, to, overwrite: true);
        File.Delete(draft); // rename(2) leaves both names when they already share one file
        return linked;
    }

    private static bool TryLink(string from, string to)
    {
        try
        {
            return HardLink.TryCreate(from, to);
        }
        catch (IOException)
        {
            return false; // another device, or a file system without links
        }
    }
}
