namespace QuantMatrix.Batch.Cli.Output;

/// <summary>A column of a table as printed.</summary>
/// <param name="Width">Of its widest cell or its name.</param>
internal sealed record PrintedColumn(string Name, bool IsNumber, int Width);

/// <summary>Chooses the columns that fit into a number of terminal columns, and their widths.</summary>
internal static class ColumnFit
{
    /// <summary>What borders and padding add to a column, and the last border.</summary>
    private const int Frame = 3, LastBorder = 1;

    /// <summary>A narrower remainder of a text column says nothing.</summary>
    private const int ShortestCut = 12;

    private static readonly string[] First = ["symbol", "date", "close"];

    /// <summary>
    /// Columns are taken by priority (symbol, date, close, then in order) until one does not fit. A text column gets at most half of the
    /// width at first, then what is left over; numbers are never cut.
    /// </summary>
    /// <returns>The columns' positions, in the order of the table, and their widths; at least one column.</returns>
    public static IReadOnlyList<(int Column, int Width)> Choose(IReadOnlyList<PrintedColumn> columns, int width)
    {
        var chosen = new SortedDictionary<int, int>();
        var left = width - LastBorder;
        foreach (var c in Enumerable.Range(0, columns.Count).OrderBy(c => Priority(columns[c].Name)))
        {
            var (column, most) = (columns[c], Math.Max(ShortestCut, width / 2));
            var wanted = column.IsNumber ? column.Width : Math.Min(column.Width, most);
            var given = wanted + Frame <= left || chosen.Count == 0 ? wanted : !column.IsNumber && left - Frame >= ShortestCut ? left - Frame : 0;
            if (given == 0) break;
            chosen.Add(c, chosen.Count == 0 && !column.IsNumber ? Math.Min(given, Math.Max(1, left - Frame)) : given);
            left -= chosen[c] + Frame;
        }
        foreach (var c in chosen.Keys.ToList())
        {
            var more = Math.Clamp(columns[c].Width - chosen[c], 0, Math.Max(0, left));
            (chosen[c], left) = (chosen[c] + more, left - more);
        }
        return [.. chosen.Select(c => (c.Key, c.Value))];
    }

    private static int Priority(string name) => Array.IndexOf(First, name.ToLowerInvariant()) is var p and >= 0 ? p : First.Length;
}
