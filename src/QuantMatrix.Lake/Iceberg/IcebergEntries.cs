using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using QuantMatrix.Model;

namespace QuantMatrix.Lake.Iceberg;

/// <summary>The entries of a manifest: which files a snapshot adds, keeps and deletes.</summary>
internal static class IcebergEntries
{
    private const long Existing = 0, Added = 1, Deleted = 2;

    /// <summary>The entries of the next snapshot.</summary>
    /// <param name="next">The table with the snapshot's columns, before it is appended.</param>
    /// <param name="before">The entries of the current snapshot.</param>
    /// <param name="files">The live files.</param>
    /// <param name="uri">Of a path in the lake.</param>
    public static List<JsonObject> Of(
        IcebergMetadata next, long snapshot, IEnumerable<JsonObject> before, IReadOnlyList<LakeFile> files, Func<string, string> uri)
    {
        var live = Live(before).ToDictionary(PathOf);
        var kept = files.ToLookup(f => live.ContainsKey(uri(f.Path)));
        var gone = live.Keys.Except(files.Select(f => uri(f.Path)));
        return
        [
            .. kept[true].Select(f => With(live[uri(f.Path)], Existing)),
            .. kept[false].Select(f => new JsonObject
            {
                ["status"] = Added, ["snapshot_id"] = snapshot, ["sequence_number"] = next.Sequence + 1, ["file_sequence_number"] = next.Sequence + 1,
                ["data_file"] = DataFile(f, uri(f.Path), next),
            }),
            .. gone.Select(path => With(live[path], Deleted, snapshot)),
        ];
    }

    /// <summary>The files that a snapshot shows.</summary>
    public static IEnumerable<JsonObject> Live(IEnumerable<JsonObject> entries) => entries.Where(e => (long)e["status"]! != Deleted);

    public static string PathOf(JsonObject entry) => (string)entry["data_file"]!["file_path"]!;

    public static long RowsOf(JsonObject entry) => (long)entry["data_file"]!["record_count"]!;

    public static long BytesOf(JsonObject entry) => (long)entry["data_file"]!["file_size_in_bytes"]!;

    /// <summary>The entry of a manifest with these entries in a manifest list.</summary>
    public static JsonObject ManifestFile(IReadOnlyList<JsonObject> entries, long snapshot, long sequence, (string Uri, long Bytes) file) => new()
    {
        ["manifest_path"] = file.Uri, ["manifest_length"] = file.Bytes, ["partition_spec_id"] = 0L, ["content"] = 0L, ["sequence_number"] = sequence,
        ["min_sequence_number"] = Live(entries).Select(e => (long)e["sequence_number"]!).DefaultIfEmpty(sequence).Min(), ["added_snapshot_id"] = snapshot,
        ["added_files_count"] = Count(entries, Added), ["existing_files_count"] = Count(entries, Existing), ["deleted_files_count"] = Count(entries, Deleted),
        ["added_rows_count"] = Rows(entries, Added), ["existing_rows_count"] = Rows(entries, Existing), ["deleted_rows_count"] = Rows(entries, Deleted),
    };

    /// <summary>The summary of a snapshot with these entries.</summary>
    public static JsonObject Summary(IReadOnlyList<JsonObject> entries, Manifest lake)
    {
        var (added, deleted) = (Count(entries, Added), Count(entries, Deleted));
        return new()
        {
            ["operation"] = deleted == 0 ? "append" : added == 0 ? "delete" : "overwrite", ["lake-version"] = $"{lake.Version}", ["lake-run"] = lake.Run,
            ["added-data-files"] = $"{added}", ["added-records"] = $"{Rows(entries, Added)}",
            ["deleted-data-files"] = $"{deleted}", ["deleted-records"] = $"{Rows(entries, Deleted)}",
            ["total-data-files"] = $"{entries.Count - deleted}", ["total-records"] = $"{Live(entries).Sum(RowsOf)}",
        };
    }

    private static JsonObject With(JsonObject entry, long status, long? snapshot = null)
    {
        var changed = entry.DeepClone().AsObject();
        changed["status"] = status;
        if (snapshot is { } id) changed["snapshot_id"] = id;
        return changed;
    }

    private static JsonObject DataFile(LakeFile file, string uri, IcebergMetadata table) => new()
    {
        ["content"] = 0L, ["file_path"] = uri, ["file_format"] = "PARQUET", ["partition"] = new JsonObject(),
        ["record_count"] = file.Rows, ["file_size_in_bytes"] = file.Bytes,
        ["lower_bounds"] = Bounds(table, file.FirstSymbol, file.FirstDate), ["upper_bounds"] = Bounds(table, file.LastSymbol, file.LastDate),
    };

    /// <summary>With them engines read the files of some symbols and sessions only.</summary>
    private static JsonArray Bounds(IcebergMetadata table, string symbol, DateOnly? date)
    {
        var bounds = new JsonArray();
        if (symbol.Length > 0) bounds.Add(Bound(table.IdOf(BarField.Symbol), Encoding.UTF8.GetBytes(symbol)));
        if (date is { } day) bounds.Add(Bound(table.IdOf(BarField.Date), LittleEndian(Day.Of(day))));
        return bounds;
    }

    private static JsonObject Bound(int column, byte[] value) => new() { ["key"] = (long)column, ["value"] = Convert.ToBase64String(value) };

    private static byte[] LittleEndian(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static long Count(IReadOnlyList<JsonObject> entries, long status) => entries.Count(e => (long)e["status"]! == status);

    private static long Rows(IReadOnlyList<JsonObject> entries, long status) => entries.Where(e => (long)e["status"]! == status).Sum(RowsOf);
}
