using Microsoft.Data.Analysis;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Rows as RFC 4180: a header, CRLF, quotes where a field needs them. NULL is an empty field, an empty text is <c>""</c>.</summary>
internal static class CsvText
{
    private const string NewLine = "\r\n";

    public static void Write(TextWriter output, DataFrame frame)
    {
        output.Write(string.Join(',', frame.Columns.Select(c => Field(c.Name))) + NewLine);
        for (long r = 0; r < frame.Rows.Count; r++)
            output.Write(string.Join(',', frame.Columns.Select(c => c[r] is { } value ? Field(Cell.Exact(value)) : "")) + NewLine);
    }

    private static string Field(string text) =>
        text.Length == 0 || text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
