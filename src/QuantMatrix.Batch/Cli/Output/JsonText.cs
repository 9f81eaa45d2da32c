using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Analysis;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Rows as one JSON array, one object per line: exact numbers, LIST as an array, STRUCT and MAP as an object.</summary>
/// <remarks>NULL, NaN and infinity are null.</remarks>
internal static partial class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter output, ResultTable table)
    {
        output.Write('[');
        var separator = "\n";
        foreach (var (frame, row) in table.Rows())
        {
            output.Write(separator);
            output.Write(Row(frame, row));
            separator = ",\n";
        }
        output.Write("\n]\n");
    }

    /// <summary>The engine's JSON with null for the numbers that JSON does not have.</summary>
    public static string Finite(string json) => NotANumber().Replace(json, m => m.Value[0] == '"' ? m.Value : "null");

    private static string Row(DataFrame frame, long row)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            foreach (var column in frame.Columns)
            {
                json.WritePropertyName(column.Name);
                Write(json, column[row], column is JsonColumn);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, object? value, bool isJson)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case double number when !double.IsFinite(number): json.WriteNullValue(); break;
            case double or decimal or long: json.WriteRawValue(Cell.Exact(value)); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case string text when isJson: json.WriteRawValue(text); break;
            default: json.WriteStringValue(Cell.Exact(value)); break;
        }
    }

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|-?Infinity|-?NaN
        """)]
    private static partial Regex NotANumber();
}
