using System.Text.Json.Nodes;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake.Iceberg;

/// <summary>The metadata of an exported table: columns with ids, and snapshots, each of which is one version of the lake.</summary>
/// <param name="Number">Of the file <c>vN.metadata.json</c>.</param>
/// <param name="Root">The content of the file: https://iceberg.apache.org/spec/#table-metadata-fields.</param>
internal sealed record IcebergMetadata(int Number, JsonObject Root)
{
    /// <summary>Snapshots listed; the manifests of older ones are deleted.</summary>
    private const int SnapshotsKept = 64;

    /// <summary>A property of the table: the checksum of the metadata file, by <see cref="ManifestChecksum"/>.</summary>
    private const string Checksum = "checksum";

    public string Location => (string)Root["location"]!;

    public long Sequence => (long)Root["last-sequence-number"]!;

    public IEnumerable<JsonObject> Snapshots => Root["snapshots"]!.AsArray().Select(s => s!.AsObject());

    public JsonObject Current => Snapshots.Last();

    /// <summary>The version of the lake that the current snapshot shows.</summary>
    public long LakeVersion => (long)Root["current-snapshot-id"]!;

    /// <summary>The run that committed it.</summary>
    public string Run => (string)Current["summary"]!["lake-run"]!;

    /// <summary>The id of a column of the current schema.</summary>
    public int IdOf(string column) => (int)Columns(Schemas[^1]!).First(c => (string)c["name"]! == column)["id"]!;

    private JsonArray Schemas => Root["schemas"]!.AsArray();

    /// <summary>Metadata without snapshots, for a table at a location.</summary>
    public static IcebergMetadata New(int number, string location) => new(number, new()
    {
        ["format-version"] = 2, ["table-uuid"] = $"{Guid.NewGuid()}", ["location"] = location, ["last-sequence-number"] = 0L, ["last-updated-ms"] = 0L,
        ["last-column-id"] = 0, ["schemas"] = new JsonArray(), ["current-schema-id"] = -1,
        ["partition-specs"] = new JsonArray(new JsonObject { ["spec-id"] = 0, ["fields"] = new JsonArray() }), ["default-spec-id"] = 0,
        ["last-partition-id"] = 999, ["sort-orders"] = new JsonArray(new JsonObject { ["order-id"] = 0, ["fields"] = new JsonArray() }),
        ["default-sort-order-id"] = 0, ["snapshots"] = new JsonArray(), ["snapshot-log"] = new JsonArray(), ["metadata-log"] = new JsonArray(),
    });

    /// <summary>The next metadata, with the columns that a table has now: equal columns keep their ids.</summary>
    public IcebergMetadata With(LakeTable table)
    {
        var root = Root.DeepClone().AsObject();
        var known = Schemas.SelectMany(s => Columns(s!)).ToLookup(c => ($"{c["name"]}", $"{c["type"]}"), c => (int)c["id"]!);
        var last = (int)root["last-column-id"]!;
        var columns = table.Schema.FieldsList.Select(f => (f.Name, Type: TypeMap.Of(f.DataType).Iceberg))
            .Select(c => (Id: known[c].Append(0).Max() is var id and > 0 ? id : ++last, c.Name, c.Type)).ToList();
        var fields = new JsonArray([.. columns.Select(c => new JsonObject { ["id"] = c.Id, ["name"] = c.Name, ["required"] = false, ["type"] = c.Type })]);
        if (Schemas.Count == 0 || !JsonNode.DeepEquals(Schemas[^1]!["fields"], fields))
        {
            root["schemas"]!.AsArray().Add(new JsonObject { ["type"] = "struct", ["schema-id"] = Schemas.Count, ["fields"] = fields });
            root["current-schema-id"] = Schemas.Count;
        }
        root["last-column-id"] = last;
        root["properties"] = new JsonObject
        {
            // The lake deletes its files itself; engines must not.
            ["gc.enabled"] = "false",
            // The Parquet files have no ids of columns.
            ["schema.name-mapping.default"] =
                new JsonArray([.. columns.Select(c => new JsonObject { ["field-id"] = c.Id, ["names"] = new JsonArray(c.Name) })]).ToJsonString(),
            [Checksum] = ManifestChecksum.Zeros,
        };
        return new(Number + 1, root);
    }

    /// <summary>Appends a snapshot, which becomes the current one.</summary>
    public IcebergMetadata With(JsonObject snapshot)
    {
        var root = Root.DeepClone().AsObject();
        var (id, time) = ((long)snapshot["snapshot-id"]!, (long)snapshot["timestamp-ms"]!);
        (root["last-sequence-number"], root["last-updated-ms"], root["current-snapshot-id"]) = ((long)snapshot["sequence-number"]!, time, id);
        root["refs"] = new JsonObject { ["main"] = new JsonObject { ["snapshot-id"] = id, ["type"] = "branch" } };
        Append(root["snapshots"]!.AsArray(), snapshot);
        Append(root["snapshot-log"]!.AsArray(), new JsonObject { ["timestamp-ms"] = time, ["snapshot-id"] = id });
        return this with { Root = root };
    }

    /// <exception cref="DataUnfitException">The file is not as it was written.</exception>
    public static IcebergMetadata Parse(int number, byte[] file, string name)
    {
        try
        {
            if (ManifestChecksum.Matches(file) != true)
                throw new DataUnfitException($"{name}: damaged, or written by another program: its checksum does not match");
            return new(number, JsonNode.Parse(file)!.AsObject());
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new DataUnfitException($"{name}: damaged: {e.Message}", e);
        }
    }

    public byte[] ToBytes() => ManifestChecksum.Put(System.Text.Encoding.UTF8.GetBytes(Root.ToJsonString(new() { WriteIndented = true })));

    private static IEnumerable<JsonNode> Columns(JsonNode schema) => schema["fields"]!.AsArray().Select(f => f!);

    private static void Append(JsonArray list, JsonObject entry)
    {
        list.Add(entry);
        while (list.Count > SnapshotsKept) list.RemoveAt(0);
    }
}
