using Spectre.Console;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Draws a table with borders; never wraps when nobody looks at it on a terminal.</summary>
internal static class SpectreTable
{
    private const int WidthWhenPiped = 100_000;

    /// <param name="right">Which columns hold numbers.</param>
    public static void Write(
        TextWriter output, bool terminal, IReadOnlyList<string> names, IReadOnlyList<bool> right, IEnumerable<IReadOnlyList<string>> rows)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!terminal) console.Profile.Width = WidthWhenPiped;
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var (name, isNumber) in names.Zip(right))
            table.AddColumn(new TableColumn(new Text(name)) { Alignment = isNumber ? Justify.Right : Justify.Left });
        foreach (var row in rows) table.AddRow(row.Select(text => new Text(text)));
        console.Write(table);
    }
}
