using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>Compares two history payloads of the same day.</summary>
internal static class Payload
{
    /// <summary>True when every column present in both payloads is equal; a column in only one of them does not count.</summary>
    /// <param name="notCompared">Columns whose difference does not count either.</param>
    public static bool SameDay(string stored, string incoming, IReadOnlySet<string> notCompared)
    {
        using var before = JsonDocument.Parse(stored);
        using var after = JsonDocument.Parse(incoming);
        foreach (var column in before.RootElement.EnumerateObject())
            if (!notCompared.Contains(column.Name) && after.RootElement.TryGetProperty(column.Name, out var value) && !Same(column.Value, value)) return false;
        return true;
    }

    private static bool Same(JsonElement stored, JsonElement incoming) =>
        stored.ValueKind == JsonValueKind.Number && incoming.ValueKind == JsonValueKind.Number
            ? LastDigits.Same(stored.GetDouble(), incoming.GetDouble()) : JsonElement.DeepEquals(stored, incoming);
}

/// <summary>Writes a row as one JSON object: the bar, then the columns in catalogue order, numbers in shortest round-trip form.</summary>
/// <param name="leftOut">Columns not written.</param>
internal sealed class PayloadWriter(PublishedRows rows, IReadOnlySet<string> leftOut)
{
    private const int KeyColumns = 2;
    private readonly (JsonEncodedText Name, IArrowArray Values)[] columns =
    [
        .. Enumerable.Range(KeyColumns, rows.Columns.Count - KeyColumns).Where(c => !leftOut.Contains(rows.Name(c)))
            .Select(c => (JsonEncodedText.Encode(rows.Name(c)), rows.Columns[c])),
    ];

    private readonly ArrayBufferWriter<byte> buffer = new(4096);

    /// <summary>UTF-8, valid until the next call.</summary>
    public ReadOnlySpan<byte> Of(int row)
    {
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer)) Write(json, row);
        return buffer.WrittenSpan;
    }

    private void Write(Utf8JsonWriter json, int row)
    {
        json.WriteStartObject();
        foreach (var (name, values) in columns)
        {
            json.WritePropertyName(name);
            Write(json, values, row);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IArrowArray column, int row)
    {
        switch (column)
        {
            case DoubleArray d when ArrowCell.Number(d, row) is { } v: json.WriteNumberValue(v); break;
            case Int64Array n when n.GetValue(row) is { } v: json.WriteNumberValue(v); break;
            case Int32Array n when n.GetValue(row) is { } v: json.WriteNumberValue(v); break;
            case BooleanArray b when b.GetValue(row) is { } v: json.WriteBooleanValue(v); break;
            case Date32Array d when d.GetDateOnly(row) is { } v: json.WriteStringValue(v.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case DictionaryArray or StringArray when ArrowCell.Text(column, row) is { } v: json.WriteStringValue(v); break;
            default: json.WriteNullValue(); break;
        }
    }
}
