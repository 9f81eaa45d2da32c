using System.Security.Cryptography;
using System.Text.RegularExpressions;
using QuantMatrix.Lake.Iceberg;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>What another machine needs to have this lake, and how a lake takes what another machine has sent.</summary>
/// <remarks>Paths are relative to the lake, with slashes. <see cref="Manifest"/> is the last file of a transfer: it names the version.</remarks>
public sealed partial class LakeTransfer(DataLake lake)
{
    /// <summary>The file that names the current version.</summary>
    public const string ManifestFile = "manifest.json";

    /// <summary>The order of shards.</summary>
    public const string Order = "parts/order.json";

    private const int HashDigits = ParquetFileWriter.HashDigits;
    private const string Exports = $"{IcebergTable.Root}/";
    private const string Receipts = $"parts/{FeatureTable.Name}/";

    /// <summary>How long a part is kept for the commit that takes it.</summary>
    public static TimeSpan PartsKeptFor => PartStore.KeptFor;

    /// <exception cref="DataUnfitException">The bytes are no manifest.</exception>
    public static Manifest Parse(byte[] manifest, string name) => ManifestText.Parse(name, manifest);

    /// <summary>The bytes of a manifest as a file.</summary>
    public static byte[] Bytes(Manifest manifest) => ManifestText.Bytes(manifest);

    /// <summary>Whether a file may be written again with other content.</summary>
    public static bool IsChanging(string path) => path == Order || Path.GetFileName(path) == IcebergTable.HintName;

    /// <summary>Whether a path is that of a receipt of a part.</summary>
    public static bool IsReceipt(string path) => path.StartsWith(Receipts, StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal);

    /// <summary>Of the paths of exported metadata those of the newest snapshot of each table.</summary>
    public static IEnumerable<string> NewestExports(IEnumerable<string> paths) => paths.Where(IsExported)
        .GroupBy(p => p[..^Path.GetFileName(p).Length] + Kind().Match(Path.GetFileName(p)).Value)
        .SelectMany(same => same.GroupBy(p => long.TryParse(Number().Match(Path.GetFileName(p)).Value, out var number) ? number : 0).MaxBy(g => g.Key)!);

    /// <summary>The files of Parquet and Avro that a manifest, receipts and exported snapshots name; their names contain the hash of their content.</summary>
    public IEnumerable<string> Contents(Manifest manifest) =>
        NamedFiles.Of(lake.Folder, [manifest]).Select(Relative).Concat(Exported().Where(IsHashed)).Where(p => File.Exists(PathOf(p)));

    /// <summary>Receipts and metadata, which name contents, and the order.</summary>
    public IEnumerable<string> Descriptions() => Below("parts/").Where(p => IsReceipt(p) || p == Order).Concat(Exported().Where(p => !IsHashed(p)));

    /// <summary>The files that a receipt names; none unless it is intact.</summary>
    public static IEnumerable<string> NamedBy(byte[] receipt) => PartStore.Parse(receipt)?.Files.Where(f => f.IsNamed).Select(f => f.Path) ?? [];

    /// <summary>Files that the newest exported snapshots name and the lake does not have.</summary>
    public IEnumerable<string> MissingOfExports() => IcebergTable.Named(lake.Folder).Where(f => !File.Exists(f)).Select(Relative);

    /// <summary>Whether the content of a file has the hash that is in its name.</summary>
    /// <param name="name">Of a file whose content is at <paramref name="path"/>.</param>
    public static bool IsIntact(string name, string path)
    {
        using var stream = File.OpenRead(path);
        return Path.GetFileNameWithoutExtension(name)[^HashDigits..] == Convert.ToHexStringLower(SHA256.HashData(stream))[..HashDigits];
    }

    /// <summary>Whether a file's name ends with the hash of its content.</summary>
    public static bool IsHashed(string path) => Path.GetExtension(path) is ".parquet" or ".avro";

    /// <summary>The run that committed a version; null when the lake does not keep it.</summary>
    public string? RunOf(long version) => (lake.Unchecked() is var current && current.Version == version ? current : lake.Log.Find(version))?.Run;

    /// <summary>Prepares an empty lake for its first files.</summary>
    public void Begin() => lake.Log.Create();

    /// <summary>Makes a manifest the current one, after all of its files are there.</summary>
    /// <exception cref="DataUnfitException">A file is missing or damaged, or a newer version of the program wrote the manifest.</exception>
    public void Take(Manifest manifest)
    {
        if (lake.Damaged(manifest) is [var damaged, ..]) throw new DataUnfitException($"{damaged.File.Describe()}: found {damaged.Found}. Nothing was changed");
        lake.Log.Take(manifest);
        lake.WriteViews();
    }

    private static bool IsExported(string path) => path.StartsWith(Exports, StringComparison.Ordinal) && !path.EndsWith(".tmp", StringComparison.Ordinal);

    /// <summary>What precedes the number in the name of a file.</summary>
    [GeneratedRegex(@"^\D+")]
    private static partial Regex Kind();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    private IEnumerable<string> Exported() => Below(Exports).Where(IsExported);

    private IEnumerable<string> Below(string folder) => !Directory.Exists(PathOf(folder)) ? []
        : Directory.EnumerateFiles(PathOf(folder), "*", SearchOption.AllDirectories).Select(Relative);

    private string Relative(string path) => Path.GetRelativePath(lake.Folder, path);

    private string PathOf(string path) => Path.Combine(lake.Folder, path);
}
