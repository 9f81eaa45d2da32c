using System.Globalization;
using System.Text.Json;

namespace QuantMatrix.Lake;

/// <summary>Reads a manifest that is as this program writes it, without the generated reader, whose first use costs every start 40 ms.</summary>
internal static class ManifestReader
{
    /// <returns>Null for any other text, which the generated reader accepts or explains.</returns>
    public static Manifest? Read(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return Manifest(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static Manifest Manifest(JsonElement json) => new(
        json.GetProperty("version").GetInt64(), Text(json, "run"), json.GetProperty("committed_at").GetDateTimeOffset(),
        MadeFrom(json.GetProperty("made_from")), Files(json.GetProperty("files")), json.GetProperty("format_version").GetInt32(),
        json.GetProperty("token").GetInt64())
    {
        MinReaderVersion = json.GetProperty("min_reader_version").GetInt32(),
        Checksum = Text(json, "checksum"),
    };

    private static Dictionary<string, InputFingerprints> MadeFrom(JsonElement json)
    {
        var tables = new Dictionary<string, InputFingerprints>();
        foreach (var table in json.EnumerateObject())
        {
            var parts = new Dictionary<string, string>();
            foreach (var part in table.Value.EnumerateObject()) parts.Add(part.Name, part.Value.GetString() ?? throw new FormatException());
            tables.Add(table.Name, new(parts));
        }
        return tables;
    }

    private static LakeFile[] Files(JsonElement json)
    {
        var files = new LakeFile[json.GetArrayLength()];
        for (var i = 0; i < files.Length; i++) files[i] = File(json[i]);
        return files;
    }

    private static LakeFile File(JsonElement json) => new(
        Text(json, "table"), Text(json, "path"), json.GetProperty("year").GetInt32(), json.GetProperty("rows").GetInt64(), json.GetProperty("bytes").GetInt64(),
        Text(json, "hash"), Text(json, "first_symbol"), Text(json, "last_symbol"), Date(json.GetProperty("first_date")), Date(json.GetProperty("last_date")))
    {
        IsBase = json.TryGetProperty("is_base", out var isBase) && isBase.GetBoolean(),
        Form = json.TryGetProperty("form", out var form) ? form.GetInt32() : 0,
    };

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new FormatException();

    private static DateOnly? Date(JsonElement json) =>
        json.GetString() is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
