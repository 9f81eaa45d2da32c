using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Analysis;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Rows as one JSON array, one object per line. NULL, NaN and infinity are null.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter output, DataFrame frame)
    {
        output.Write('[');
        for (long r = 0; r < frame.Rows.Count; r++)
        {
            output.Write(r == 0 ? "\n" : ",\n");
            output.Write(Row(frame, r));
        }
        output.Write("\n]\n");
    }

    private static string Row(DataFrame frame, long row)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            foreach (var column in frame.Columns)
            {
                json.WritePropertyName(column.Name);
                WriteValue(json, column[row]);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case decimal number: json.WriteRawValue(Cell.Exact(number)); break;
            case long number: json.WriteNumberValue(number); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case string text: json.WriteStringValue(text); break;
            default: json.WriteNullValue(); break;
        }
    }
}
