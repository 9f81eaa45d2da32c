using Spectre.Console;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Prints rows of text with aligned columns, plain or with borders.</summary>
public static class TextTable
{
    private const int WidthWhenPiped = 100_000;

    /// <summary>One line per row, with two spaces between columns.</summary>
    public static IEnumerable<string> AlignedLines(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (rows.Count == 0) return [];
        var widths = Enumerable.Range(0, rows.Max(r => r.Count)).Select(c => rows.Max(r => c < r.Count ? r[c].Length : 0)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd());
    }

    public static void WriteAligned(TextWriter output, IReadOnlyList<IReadOnlyList<string>> rows, string indent = "")
    {
        foreach (var line in AlignedLines(rows)) output.WriteLine(indent + line);
    }

    /// <summary>A table with borders; lines are wrapped only on a terminal.</summary>
    /// <param name="numeric">The columns of numbers, which are right-aligned.</param>
    internal static void WriteBordered(
        TextWriter output, bool terminal, IReadOnlyList<string> names, IReadOnlyList<bool> numeric, IEnumerable<IReadOnlyList<string>> rows)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!terminal) console.Profile.Width = WidthWhenPiped;
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var (name, isNumber) in names.Zip(numeric))
            table.AddColumn(new TableColumn(new Text(name)) { Alignment = isNumber ? Justify.Right : Justify.Left });
        foreach (var row in rows) table.AddRow(row.Select(text => new Text(text)));
        console.Write(table);
    }
}
