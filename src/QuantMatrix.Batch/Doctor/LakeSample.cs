using QuantMatrix.Batch.Graph;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Doctor;

/// <summary>Compares the files of the lake with its manifest: existence and size of all, SHA-256 of a random part of bounded size.</summary>
internal static class LakeSample
{
    private const long MostBytes = 128L << 20;
    private const string What = "lake", Fix = "./run.sh repair";

    public static Checkup Check(DataLake lake)
    {
        Manifest manifest;
        try
        {
            manifest = lake.Unchecked();
        }
        catch (DataUnfitException e)
        {
            return Checkup.Of(What, e, Fix);
        }
        if (manifest.Version == 0) return Checkup.Ok(What, "empty; the first run fills it");
        var sample = Chosen(manifest.Files);
        var damaged = lake.Damaged(manifest with { Files = [.. manifest.Files.Where(f => sample.Contains(f) || Differs(lake, f))] }, _ => true);
        var text = $"version {manifest.Version}, {Plural.Of(manifest.Files.Count, "file")}";
        return damaged.Count == 0 ? Checkup.Ok(What, $"{text} present, {Plural.Number(sample.Count)} read and intact")
            : Checkup.Fail(What, $"{text}, {Plural.Number(damaged.Count)} damaged: {damaged[0].File.Describe()}: found {damaged[0].Found}", Fix,
                ExitCode.DataUnfit);
    }

    /// <summary>Files in random order until their size reaches the bound; at least one.</summary>
    private static HashSet<LakeFile> Chosen(IReadOnlyList<LakeFile> files)
    {
        var (chosen, bytes) = (new HashSet<LakeFile>(), 0L);
        foreach (var file in files.OrderBy(_ => Random.Shared.Next()))
        {
            if (chosen.Count > 0 && bytes + file.Bytes > MostBytes) break;
            chosen.Add(file);
            bytes += file.Bytes;
        }
        return chosen;
    }

    private static bool Differs(DataLake lake, LakeFile file) =>
        new FileInfo(Path.Combine(lake.Folder, file.Path)) is var found && (!found.Exists || found.Length != file.Bytes);
}
