using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>An HTML table as named columns; a cell that spans rows or columns is repeated in each of them.</summary>
internal sealed class HtmlTable(IHtmlTableElement table)
{
    /// <summary>The texts of the first row, without footnote references.</summary>
    public IReadOnlyList<string> Names { get; } =
        table.Rows is [var first, ..] ? [.. first.Cells.SelectMany(c => Enumerable.Repeat(Text(c).Split('[')[0].TrimEnd(), c.ColumnSpan))] : [];

    /// <summary>The rows below the names.</summary>
    public IReadOnlyList<IHtmlTableRowElement> Rows { get; } = [.. table.Rows.Skip(1)];

    /// <summary>The position of the first of some names that a column has, in the order of the names; -1 for none.</summary>
    public int Find(IEnumerable<string> names) =>
        names.Select(n => Names.ToList().FindIndex(c => c.Equals(n, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(column => column >= 0, -1);

    /// <summary>The texts of each row, one per column.</summary>
    /// <exception cref="DataUnfitException">A row has fewer or more cells than there are names, as in a truncated page.</exception>
    public IReadOnlyList<string[]> Texts(string where)
    {
        var texts = new List<string[]>();
        var (values, rowsLeft) = (new string[Names.Count], new int[Names.Count]);
        foreach (var row in Rows)
        {
            var cells = row.Cells.SelectMany(c => Enumerable.Repeat(c, c.ColumnSpan)).ToList();
            var free = Enumerable.Range(0, Names.Count).Where(c => rowsLeft[c] == 0).ToList();
            if (cells.Count != free.Count)
                throw new DataUnfitException($"{where}: found {Plural.Of(cells.Count, "cell")} in row {texts.Count + 1}; expected {free.Count}");
            foreach (var (position, cell) in free.Zip(cells)) (values[position], rowsLeft[position]) = (Text(cell), cell.RowSpan);
            for (var c = 0; c < rowsLeft.Length; c++) rowsLeft[c]--;
            texts.Add([.. values]);
        }
        return texts;
    }

    /// <summary>Without footnote references such as [1]; white space collapsed.</summary>
    private static string Text(IHtmlTableCellElement cell)
    {
        foreach (var reference in cell.QuerySelectorAll("sup, style").ToList()) reference.Remove();
        return string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
