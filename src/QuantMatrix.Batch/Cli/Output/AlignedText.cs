namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Rows of words as plain lines with aligned columns, two spaces apart.</summary>
public static class AlignedText
{
    public static IEnumerable<string> Lines(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (rows.Count == 0) return [];
        var widths = Enumerable.Range(0, rows.Max(r => r.Count)).Select(c => rows.Max(r => c < r.Count ? r[c].Length : 0)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((word, c) => word.PadRight(widths[c]))).TrimEnd());
    }

    public static void Write(TextWriter output, IReadOnlyList<IReadOnlyList<string>> rows, string indent = "")
    {
        foreach (var line in Lines(rows)) output.WriteLine(indent + line);
    }
}
