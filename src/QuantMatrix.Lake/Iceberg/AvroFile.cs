using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using QuantMatrix.Model;

namespace QuantMatrix.Lake.Iceberg;

/// <summary>Avro files of JSON rows, with the types that manifests of Iceberg have; bytes are base64 in JSON, a union is null and one other type.</summary>
/// <remarks>
/// Format: https://avro.apache.org/docs/1.12.0/specification, one block, no compression. The sync marker, which may be any 16 bytes, is the hash of the
/// other bytes, so that damage is found.
/// </remarks>
internal static class AvroFile
{
    private const int MarkerLength = 16;
    private const string SchemaKey = "avro.schema";
    private static readonly byte[] Magic = "Obj\u0001"u8.ToArray();

    /// <param name="about">Entries of the file's header beside the schema.</param>
    public static byte[] Write(JsonNode schema, IEnumerable<(string Key, string Value)> about, IReadOnlyList<JsonObject> rows)
    {
        var header = about.Prepend(("avro.codec", "null")).Prepend((SchemaKey, schema.ToJsonString())).ToList();
        var (head, body) = (Bytes(to => PutHeader(to, header)), rows.Count == 0 ? [] : Bytes(to =>
        {
            Put(to, rows.Count);
            Put(to, Bytes(block => { foreach (var row in rows) Put(block, schema, row); }));
        }));
        var marker = Marker(head, body);
        return rows.Count == 0 ? [.. head, .. marker] : [.. head, .. marker, .. body, .. marker];
    }

    /// <param name="name">Of the file, for messages.</param>
    /// <exception cref="DataUnfitException">The bytes are not what <see cref="Write"/> has written.</exception>
    public static List<JsonObject> Read(byte[] file, string name)
    {
        try
        {
            using var from = new BinaryReader(new MemoryStream(file));
            if (!from.ReadBytes(Magic.Length).SequenceEqual(Magic)) throw new FormatException("it does not begin as an Avro file");
            var header = Header(from);
            var (head, rest) = (file[..(int)from.BaseStream.Position], file[(int)from.BaseStream.Position..]);
            var (marker, body) = (rest[..MarkerLength], rest.Length == MarkerLength ? [] : rest[MarkerLength..^MarkerLength]);
            if (!Marker(head, body).SequenceEqual(marker) || !rest.AsSpan()[^MarkerLength..].SequenceEqual(marker))
                throw new FormatException("its sync marker does not match its content");
            return body.Length == 0 ? [] : Rows(JsonNode.Parse(header[SchemaKey])!, body);
        }
        catch (Exception e) when (e is FormatException or IOException or KeyNotFoundException or System.Text.Json.JsonException or ArgumentException)
        {
            throw new DataUnfitException($"{name}: damaged: {e.Message}", e);
        }
    }

    private static byte[] Marker(byte[] head, byte[] body) => SHA256.HashData([.. head, .. body])[..MarkerLength];

    private static List<JsonObject> Rows(JsonNode schema, byte[] body)
    {
        using var from = new BinaryReader(new MemoryStream(body));
        var rows = (int)Long(from);
        Long(from); // the length of the block, which is the rest
        return [.. Enumerable.Range(0, rows).Select(_ => Get(from, schema)!.AsObject())];
    }

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var to = new MemoryStream();
        using (var writer = new BinaryWriter(to)) write(writer);
        return to.ToArray();
    }

    private static void PutHeader(BinaryWriter to, List<(string Key, string Value)> header)
    {
        to.Write(Magic);
        Put(to, header.Count);
        foreach (var (key, value) in header)
        {
            Put(to, Encoding.UTF8.GetBytes(key));
            Put(to, Encoding.UTF8.GetBytes(value));
        }
        Put(to, 0);
    }

    private static Dictionary<string, string> Header(BinaryReader from)
    {
        var header = new Dictionary<string, string>();
        for (var count = Long(from); count > 0; count = Long(from))
            for (; count > 0; count--) header[Encoding.UTF8.GetString(Array(from))] = Encoding.UTF8.GetString(Array(from));
        return header;
    }

    private static void Put(BinaryWriter to, JsonNode type, JsonNode? value)
    {
        switch (Kind(type))
        {
            case "union":
                Put(to, value is null ? 0 : 1);
                if (value is not null) Put(to, type[1]!, value);
                break;
            case "record":
                foreach (var field in type["fields"]!.AsArray()) Put(to, field!["type"]!, value![(string)field["name"]!]);
                break;
            case "array":
                var items = value!.AsArray();
                if (items.Count > 0) Put(to, items.Count);
                foreach (var item in items) Put(to, type["items"]!, item);
                Put(to, 0);
                break;
            case "string": Put(to, Encoding.UTF8.GetBytes((string)value!)); break;
            case "bytes": Put(to, Convert.FromBase64String((string)value!)); break;
            default: Put(to, (long)value!); break;
        }
    }

    private static JsonNode? Get(BinaryReader from, JsonNode type) => Kind(type) switch
    {
        "union" => Long(from) == 0 ? null : Get(from, type[1]!),
        "record" => new JsonObject(type["fields"]!.AsArray().Select(f => KeyValuePair.Create((string)f!["name"]!, Get(from, f["type"]!)))),
        "array" => new JsonArray([.. Items(from, type["items"]!)]),
        "string" => Encoding.UTF8.GetString(Array(from)),
        "bytes" => Convert.ToBase64String(Array(from)),
        _ => Long(from),
    };

    private static IEnumerable<JsonNode?> Items(BinaryReader from, JsonNode type)
    {
        for (var count = Long(from); count > 0; count = Long(from))
            for (; count > 0; count--) yield return Get(from, type);
    }

    private static string Kind(JsonNode type) => type is JsonArray ? "union" : type is JsonObject complex ? (string)complex["type"]! : (string)type!;

    /// <summary>Zigzag, seven bits a byte.</summary>
    private static void Put(BinaryWriter to, long value) => to.Write7BitEncodedInt64((value << 1) ^ (value >> 63));

    private static void Put(BinaryWriter to, byte[] bytes)
    {
        Put(to, bytes.Length);
        to.Write(bytes);
    }

    private static long Long(BinaryReader from)
    {
        var bits = from.Read7BitEncodedInt64();
        return (bits >>> 1) ^ -(bits & 1);
    }

    private static byte[] Array(BinaryReader from)
    {
        var length = Long(from);
        return length >= 0 && length <= from.BaseStream.Length - from.BaseStream.Position ? from.ReadBytes((int)length)
            : throw new FormatException($"a length of {length} exceeds the file");
    }
}
