namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Prints rows of text with aligned columns.</summary>
public static class TextTable
{
    /// <summary>One line per row, with two spaces between columns.</summary>
    public static IEnumerable<string> AlignedLines(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (rows.Count == 0) return [];
        var widths = Enumerable.Range(0, rows.Max(r => r.Count)).Select(c => rows.Max(r => c < r.Count ? TextWidth.Of(r[c]) : 0)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, c) => TextWidth.Pad(cell, widths[c], toRight: false))).TrimEnd());
    }

    public static void WriteAligned(TextWriter output, IReadOnlyList<IReadOnlyList<string>> rows, string indent = "")
    {
        foreach (var line in AlignedLines(rows)) output.WriteLine(indent + line);
    }
}
