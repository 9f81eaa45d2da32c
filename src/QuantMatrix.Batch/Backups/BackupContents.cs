using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Backups;

/// <summary>What a backup holds: the content of its <c>backup.json</c>.</summary>
/// <param name="LakeVersion">The version of the lake that was copied.</param>
/// <param name="Files">Every other file of the backup.</param>
internal sealed record BackupContents(DateTimeOffset CreatedAt, long LakeVersion, IReadOnlyList<BackupFile> Files)
{
    public const string FileName = "backup.json";
    private const int CurrentFormat = 1;

    public int FormatVersion { get; init; } = CurrentFormat;

    public string Version { get; init; } = ProgramVersion.Current.ToString();

    /// <summary>Lists and hashes the files of a folder.</summary>
    public static BackupContents Of(string folder, DateTimeOffset createdAt, long lakeVersion) => new(createdAt, lakeVersion,
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => BackupFile.Of(folder, path))]);

    /// <exception cref="DataUnfitException">The folder is not a backup, or one of its files is missing or damaged.</exception>
    public static BackupContents Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw new DataUnfitException($"{path}: no such file; expected a directory that ./run.sh backup has written");
        var contents = Parse(path);
        if (contents.FormatVersion > CurrentFormat)
            throw new DataUnfitException($"{path}: format version {contents.FormatVersion}; expected {CurrentFormat}. Restore it with the newer version");
        var damaged = contents.Files.Where(f => !f.IsIntact(folder)).Select(f => f.Path).ToList();
        return damaged.Count == 0 ? contents : throw new DataUnfitException($"{folder}: {Plural.Of(damaged.Count, "file")} missing or damaged: "
            + $"{string.Join(", ", damaged.Take(5))}; expected those of {FileName}. Nothing was changed; use another backup");
    }

    public void WriteTo(string folder) =>
        File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupContents));

    private static BackupContents Parse(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), BackupJson.Default.BackupContents) is { Files: not null } contents ? contents
                : throw new DataUnfitException($"{path}: lists no files");
        }
        catch (JsonException e)
        {
            throw new DataUnfitException($"{path}:{e.LineNumber + 1}: {e.Message} Nothing was changed; use another backup", e);
        }
    }
}

/// <summary>One file of a backup.</summary>
/// <param name="Path">Relative to the backup.</param>
internal sealed record BackupFile(string Path, long Bytes, string Hash)
{
    public static BackupFile Of(string folder, string path) => new(System.IO.Path.GetRelativePath(folder, path), new FileInfo(path).Length, HashOf(path));

    public bool IsIntact(string folder) => System.IO.Path.Combine(folder, Path) is var path && File.Exists(path) && HashOf(path) == Hash;

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

/// <summary>Compile-time JSON for <c>backup.json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(BackupContents))]
internal sealed partial class BackupJson : JsonSerializerContext;
