using QuantMatrix.Batch.Config;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>A table for reading, with borders or one column per line.</summary>
/// <param name="width">Terminal columns to fit into; null for any width.</param>
/// <param name="mostRows">Rows shown; the others are counted.</param>
internal sealed class ReadableText(TextWriter output, int? width, long mostRows)
{
    public void WriteTable(ResultTable table)
    {
        var (rows, count) = Rows(table);
        var columns = table.Columns.Select((c, i) => new PrintedColumn(Printable.Of(c.Name), ResultColumn.IsNumber(c),
            rows.Aggregate(TextWidth.Of(Printable.Of(c.Name)), (most, row) => Math.Max(most, TextWidth.Of(row[i]))))).ToList();
        var shown = width is { } limit ? ColumnFit.Choose(columns, limit) : [.. columns.Select((c, i) => (i, c.Width))];
        WriteRule('╭', '┬', '╮');
        WriteRow(columns.Select(c => c.Name).ToList());
        WriteRule('├', '┼', '┤');
        foreach (var row in rows) WriteRow(row);
        WriteRule('╰', '┴', '╯');
        if (shown.Count < columns.Count) output.WriteLine($"+{Plural.Of(columns.Count - shown.Count, "column")}: --columns, --format line");
        WriteCount(count, rows.Count);

        void WriteRule(char left, char middle, char right) =>
            output.WriteLine(left + string.Join(middle, shown.Select(s => new string('─', s.Width + 2))) + right);

        void WriteRow(IReadOnlyList<string> cells) => output.WriteLine($"│ {string.Join(" │ ", shown.Select(s =>
            TextWidth.Pad(TextWidth.Cut(cells[s.Column], s.Width), s.Width, columns[s.Column].IsNumber)))} │");
    }

    public void WriteLines(ResultTable table)
    {
        var (rows, count) = Rows(table);
        var names = table.Columns.Select(c => Printable.Of(c.Name)).ToList();
        var widest = names.Select(TextWidth.Of).DefaultIfEmpty(0).Max();
        foreach (var row in rows)
        {
            foreach (var (name, cell) in names.Zip(row)) output.WriteLine($"{TextWidth.Pad(name, widest, toRight: false)}  {cell}");
            output.WriteLine();
        }
        WriteCount(count, rows.Count);
    }

    private (List<string[]> Shown, long Count) Rows(ResultTable table)
    {
        var (shown, count) = (new List<string[]>(), 0L);
        foreach (var (frame, row) in table.Rows())
            if (count++ < mostRows) shown.Add([.. frame.Columns.Select(c => c[row] is { } value ? Printable.Of(Cell.Readable(c.Name, value)) : "NULL")]);
        return (shown, count);
    }

    private void WriteCount(long count, int shown) => output.WriteLine(Plural.Of(count, "row") + (shown < count ? $", {shown} shown (--all)" : ""));
}
