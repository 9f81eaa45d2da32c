using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake.Iceberg;

/// <summary>The files of an exported table: <c>lake/iceberg/TABLE/metadata</c> holds <c>vN.metadata.json</c>, manifests and <c>version-hint.text</c>.</summary>
/// <remarks>
/// <c>vN.metadata.json</c>, renamed into place after the manifests it names, is the commit; the hint follows. The folder holds no data files: an engine that
/// deletes what it does not know in a table's folder finds none of the lake's.
/// </remarks>
internal sealed class IcebergTable(string lake, string name)
{
    /// <summary>The file that names the newest metadata.</summary>
    public const string HintName = "version-hint.text";

    /// <summary>The folder of all tables in a lake.</summary>
    public const string Root = "iceberg";

    public string Name => name;

    public string Folder { get; } = Path.Combine(lake, Root, name, "metadata");

    private string Hint => Path.Combine(Folder, HintName);

    /// <summary>Every table that was exported.</summary>
    public static IEnumerable<IcebergTable> Exported(string lake) => !Directory.Exists(Path.Combine(lake, Root)) ? []
        : Directory.EnumerateDirectories(Path.Combine(lake, Root)).Order(StringComparer.Ordinal).Select(f => new IcebergTable(lake, Path.GetFileName(f)));

    /// <summary>Absolute paths of the files that the newest snapshots show; none for a damaged one, which <c>verify</c> reports.</summary>
    public static IEnumerable<string> Named(string lake)
    {
        foreach (var table in Exported(lake))
        {
            List<string> paths;
            try
            {
                paths = table.Newest() is { } newest ? [.. table.Live(newest).Select(e => table.PathOf(newest, IcebergEntries.PathOf(e)))] : [];
            }
            catch (DataUnfitException)
            {
                continue;
            }
            foreach (var path in paths) yield return path;
        }
    }

    /// <summary>The newest metadata; null for a table that is not exported.</summary>
    /// <exception cref="DataUnfitException">It is damaged.</exception>
    public IcebergMetadata? Newest()
    {
        if (Numbers().DefaultIfEmpty(0).Max() is var number && number == 0) return null;
        return IcebergMetadata.Parse(number, Read(Metadata(number)), Metadata(number));
    }

    /// <summary>What the hint says; null without one.</summary>
    public string? Hinted => File.Exists(Hint) ? File.ReadAllText(Hint) : null;

    public bool IsHinted(IcebergMetadata table) => Hinted == Number(table);

    /// <summary>The files of the current snapshot.</summary>
    /// <exception cref="DataUnfitException">A manifest is missing or damaged.</exception>
    public IEnumerable<JsonObject> Live(IcebergMetadata table) => IcebergEntries.Live(Entries(table));

    /// <summary>The path on this machine of a URI that the table names.</summary>
    public string PathOf(IcebergMetadata table, string uri)
    {
        var root = LakeLocation(table.Location);
        return uri.StartsWith($"{root}/", StringComparison.Ordinal) ? Path.Combine(lake, uri[(root.Length + 1)..])
            : throw new DataUnfitException($"{Metadata(table.Number)}: names {uri}; expected a file in {root}");
    }

    /// <summary>Shows the files of a manifest as the next snapshot, unless the current one does.</summary>
    /// <param name="location">Of the lake, as readers see it. A new one begins a new history: the earlier snapshots name files elsewhere.</param>
    /// <returns>The newest metadata, and whether it was written.</returns>
    public (IcebergMetadata Metadata, bool IsNew) Export(LakeTable table, Manifest manifest, string location)
    {
        var newest = Newest();
        var own = $"{location}/{Root}/{name}";
        if (newest is not null && newest.Location == own && newest.LakeVersion == manifest.Version && newest.Run == manifest.Run)
        {
            if (!IsHinted(newest)) Write(Hint, Encoding.ASCII.GetBytes(Number(newest)));
            return (newest, false);
        }
        var continued = newest is not null && newest.Location == own && newest.LakeVersion < manifest.Version ? newest : null;
        var next = (continued ?? IcebergMetadata.New(newest?.Number ?? 0, own)).With(table);
        var before = continued is null ? [] : Entries(continued);
        var entries = IcebergEntries.Of(next, manifest.Version, before, [.. manifest.Of(name)], path => $"{location}/{path}");
        Directory.CreateDirectory(Folder);
        next = next.With(Snapshot(next, entries, manifest, continued));
        Write(Metadata(next.Number), next.ToBytes());
        Write(Hint, Encoding.ASCII.GetBytes(Number(next)));
        Clean(next);
        return (next, true);
    }

    private JsonObject Snapshot(IcebergMetadata next, List<JsonObject> entries, Manifest manifest, IcebergMetadata? parent)
    {
        var (id, sequence) = (manifest.Version, next.Sequence + 1);
        var schema = next.Root["schemas"]!.AsArray()[^1]!;
        var file = WriteAvro(next, $"manifest-{id}", AvroFile.Write(IcebergSchemas.Entry,
            [("schema", schema.ToJsonString()), ("schema-id", $"{schema["schema-id"]}"), ("partition-spec", "[]"), ("partition-spec-id", "0"),
                ("format-version", "2"), ("content", "data")], entries));
        List<JsonObject> manifests = entries.Count == 0 ? [] : [IcebergEntries.ManifestFile(entries, id, sequence, file)];
        var list = WriteAvro(next, $"snap-{id}", AvroFile.Write(IcebergSchemas.ManifestFile,
            [("snapshot-id", $"{id}"), ("parent-snapshot-id", parent is null ? "null" : $"{parent.LakeVersion}"), ("sequence-number", $"{sequence}"),
                ("format-version", "2")], manifests));
        var snapshot = new JsonObject
        {
            ["snapshot-id"] = id, ["sequence-number"] = sequence, ["schema-id"] = (int)schema["schema-id"]!, ["manifest-list"] = list.Uri,
            ["timestamp-ms"] = Math.Max(manifest.CommittedAt.ToUnixTimeMilliseconds(), (long)next.Root["last-updated-ms"]!),
            ["summary"] = IcebergEntries.Summary(entries, manifest),
        };
        if (parent is not null) snapshot["parent-snapshot-id"] = parent.LakeVersion;
        return snapshot;
    }

    private List<JsonObject> Entries(IcebergMetadata table) => [.. ReadAvro(table, (string)table.Current["manifest-list"]!)
        .SelectMany(m => ReadAvro(table, (string)m["manifest_path"]!))];

    private List<JsonObject> ReadAvro(IcebergMetadata table, string uri) => AvroFile.Read(Read(PathOf(table, uri)), PathOf(table, uri));

    /// <summary>The name is the hash of the content: what is there already is equal.</summary>
    private (string Uri, long Bytes) WriteAvro(IcebergMetadata table, string kind, byte[] content)
    {
        var file = $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(content))[..ParquetFileWriter.HashDigits]}.avro";
        Write(Path.Combine(Folder, file), content);
        return ($"{table.Location}/metadata/{file}", content.Length);
    }

    /// <summary>Deletes the manifests of snapshots that are not listed, the metadata files older than these, and drafts of a killed export.</summary>
    private void Clean(IcebergMetadata table)
    {
        var listed = table.Snapshots.Select(s => $"{s["snapshot-id"]}").ToHashSet();
        foreach (var file in Directory.EnumerateFiles(Folder, "*.avro").Where(f => !listed.Contains(Path.GetFileName(f).Split('-')[1]))
            .Concat(Directory.EnumerateFiles(Folder, "*.tmp")).Concat(Numbers().Where(n => n <= table.Number - listed.Count).Select(Metadata)).ToList())
            File.Delete(file);
    }

    private IEnumerable<int> Numbers() => !Directory.Exists(Folder) ? [] : Directory.EnumerateFiles(Folder, "v*.metadata.json")
        .Select(f => int.TryParse(Path.GetFileName(f)[1..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0);

    private string Metadata(int number) => Path.Combine(Folder, $"v{number}.metadata.json");

    private static string Number(IcebergMetadata table) => table.Number.ToString(CultureInfo.InvariantCulture);

    private string LakeLocation(string table) => table[..^$"/{Root}/{name}".Length];

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataUnfitException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    private static void Write(string path, byte[] content)
    {
        ManifestLog.WriteThrough($"{path}.tmp", content);
        File.Move($"{path}.tmp", path, overwrite: true);
    }
}
