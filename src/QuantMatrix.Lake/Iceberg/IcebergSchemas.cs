using System.Text.Json.Nodes;

namespace QuantMatrix.Lake.Iceberg;

/// <summary>Avro schemas of Iceberg format 2: https://iceberg.apache.org/spec/#manifests; optional fields that are never written are left out.</summary>
internal static class IcebergSchemas
{
    /// <summary>A row of a manifest: a data file and since when it is part of the table.</summary>
    public static JsonNode Entry { get; } = Record("manifest_entry",
        Field("status", 0, "int"), Optional("snapshot_id", 1, "long"), Optional("sequence_number", 3, "long"), Optional("file_sequence_number", 4, "long"),
        Field("data_file", 2, Record("r2",
            Field("content", 134, "int"), Field("file_path", 100, "string"), Field("file_format", 101, "string"), Field("partition", 102, Record("r102")),
            Field("record_count", 103, "long"), Field("file_size_in_bytes", 104, "long"),
            Optional("lower_bounds", 125, Bounds(126)), Optional("upper_bounds", 128, Bounds(129)))));

    /// <summary>A row of a manifest list: a manifest.</summary>
    public static JsonNode ManifestFile { get; } = Record("manifest_file",
        Field("manifest_path", 500, "string"), Field("manifest_length", 501, "long"), Field("partition_spec_id", 502, "int"), Field("content", 517, "int"),
        Field("sequence_number", 515, "long"), Field("min_sequence_number", 516, "long"), Field("added_snapshot_id", 503, "long"),
        Field("added_files_count", 504, "int"), Field("existing_files_count", 505, "int"), Field("deleted_files_count", 506, "int"),
        Field("added_rows_count", 512, "long"), Field("existing_rows_count", 513, "long"), Field("deleted_rows_count", 514, "long"));

    private static JsonObject Record(string name, params JsonNode[] fields) =>
        new() { ["type"] = "record", ["name"] = name, ["fields"] = new JsonArray(fields) };

    private static JsonObject Field(string name, int id, JsonNode type) => new() { ["name"] = name, ["type"] = type, ["field-id"] = id };

    private static JsonObject Optional(string name, int id, JsonNode type) =>
        new() { ["name"] = name, ["type"] = new JsonArray("null", type), ["default"] = null, ["field-id"] = id };

    /// <summary>A map from column ids to encoded values; Avro's own maps have texts as keys.</summary>
    private static JsonObject Bounds(int keyId) => new()
    {
        ["type"] = "array", ["logicalType"] = "map",
        ["items"] = Record($"k{keyId}_v{keyId + 1}", Field("key", keyId, "int"), Field("value", keyId + 1, "bytes")),
    };
}
