namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Rows as CSV and as Markdown.</summary>
internal static class DelimitedText
{
    /// <summary>A header, CRLF, and quotes where needed. NULL is an empty field, an empty string is <c>""</c>.</summary>
    public static void WriteCsv(TextWriter output, ResultTable table)
    {
        output.Write(string.Join(',', table.Columns.Select(c => Quoted(c.Name))) + "\r\n");
        foreach (var (frame, row) in table.Rows())
            output.Write(string.Join(',', frame.Columns.Select(c => c[row] is { } value ? Quoted(Cell.Exact(value)) : "")) + "\r\n");
    }

    /// <summary>Numbers are rounded as in a table.</summary>
    public static void WriteMarkdown(TextWriter output, ResultTable table)
    {
        WriteMarkdown(output, table.Columns.Select(c => c.Name));
        WriteMarkdown(output, table.Columns.Select(c => ResultColumn.IsNumber(c) ? "--:" : "---"));
        foreach (var (frame, row) in table.Rows()) WriteMarkdown(output, frame.Columns.Select(c => Cell.Readable(c.Name, c[row])));
    }

    /// <summary>One row of a Markdown table.</summary>
    public static void WriteMarkdown(TextWriter output, IEnumerable<string> cells) => output.WriteLine(
        $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ")))} |");

    private static string Quoted(string text) =>
        text.Length == 0 || text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
