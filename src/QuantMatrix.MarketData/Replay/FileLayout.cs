using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Why a file cannot be read as a whole.</summary>
/// <param name="Line">The line of a bad header; 0 for a fault of no particular line.</param>
/// <param name="Row">That line as found.</param>
internal sealed record LayoutFault(int Line, string Reason, string Row = "");

/// <summary>How one text file writes bars, decided before a row is read.</summary>
/// <param name="HeaderRows">Rows before the first row of data.</param>
/// <param name="Fields">Fields of every row.</param>
/// <param name="Columns">The columns of the bars in a row: one set, or one for each ticker of the header.</param>
internal sealed record FileLayout(byte Delimiter, int HeaderRows, int Fields, BarHeader[] Columns)
{
    public static readonly byte[] Delimiters = [(byte)',', (byte)';', (byte)'\t', (byte)'|'];
    public const int MaxHeaderRows = 20;

    public DateOrder Dates { get; init; }

    public NumberForm Numbers { get; init; }

    /// <summary>The symbol of all rows; null with a column of symbols or tickers in the header.</summary>
    public string? Symbol { get; init; }

    /// <summary>The columns found in the first rows; null when there are none.</summary>
    public static FileLayout? OfHeader(ReadOnlySpan<byte> text, out LayoutFault? fault)
    {
        LayoutFault? found = null;
        fault = null;
        foreach (var delimiter in Delimiters)
            if (Find(text, delimiter, ref found) is { } layout) return layout;
        foreach (var delimiter in Delimiters)
            if (Headerless(text, delimiter) is { } layout) return layout;
        fault = found ?? FirstRowFault(text);
        return null;
    }

    /// <summary>The rows of data.</summary>
    /// <param name="needed">Number of leading fields to read; by default those of the bars.</param>
    public CsvRows Rows(ReadOnlySpan<byte> text, int needed = 0)
    {
        var rows = new CsvRows(text, Delimiter);
        for (var i = 0; i < HeaderRows; i++) rows.Next();
        rows.Expect(Fields, Math.Max(needed, Columns.Max(c => c.FieldsNeeded)));
        return rows;
    }

    private static FileLayout? Find(ReadOnlySpan<byte> text, byte delimiter, ref LayoutFault? fault)
    {
        var rows = new CsvRows(text, delimiter);
        for (var read = 1; read <= MaxHeaderRows && rows.Next(); read++)
        {
            var names = rows.Fields();
            if (ColumnsOf(rows, names, out var lines, out var reason) is { } columns) return new(delimiter, read + lines - 1, names.Count, columns);
            if (reason is not null) fault ??= new(rows.Line, reason, FieldText.Row(rows.Raw));
        }
        return null;
    }

    /// <param name="rows">Positioned at the line of names.</param>
    /// <param name="lines">Number of lines of the header.</param>
    private static BarHeader[]? ColumnsOf(CsvRows rows, List<string> names, out int lines, out string? fault)
    {
        var tickers = TwoLines(rows, names, out lines, out fault);
        if (tickers is not null || fault is not null) return tickers;
        lines = 1;
        if (BarHeader.Read(names, out var unread) is { } single) return [single];
        fault = Repeated(unread);
        return fault is null && WideHeader.OfOneLine(names, out fault) is { } columns ? [.. columns] : null;
    }

    /// <param name="rows">Positioned at the first line.</param>
    /// <param name="lines">Number of lines of the header.</param>
    private static BarHeader[]? TwoLines(CsvRows rows, List<string> first, out int lines, out string? fault)
    {
        (lines, fault) = (2, null);
        if (!rows.Next() || WideHeader.OfTwoLines(first, rows.Fields(), out fault) is not { } columns) return null;
        if (rows.Next() && WideHeader.IsDateLabel(rows.Fields())) lines++;
        return [.. columns];
    }

    /// <summary>A header whose only fault is a repeated column is the header of the file.</summary>
    private static string? Repeated(string? fault) => fault is not null && !fault.Contains("is missing", StringComparison.Ordinal) ? fault : null;

    private static FileLayout? Headerless(ReadOnlySpan<byte> text, byte delimiter)
    {
        var rows = new CsvRows(text, delimiter);
        return rows.Next() && HeaderlessColumns.Of(rows.Fields()) is { } columns ? new(delimiter, 0, rows.FieldCount, [columns]) : null;
    }

    /// <summary>The fault of the first row, split by the delimiter that gives most fields.</summary>
    private static LayoutFault FirstRowFault(ReadOnlySpan<byte> text)
    {
        LayoutFault? fault = null;
        var most = 0;
        foreach (var delimiter in Delimiters)
        {
            var rows = new CsvRows(text, delimiter);
            if (!rows.Next()) break;
            if (rows.FieldCount <= most) continue;
            most = rows.FieldCount;
            BarHeader.Read(rows.Fields(), out var reason);
            fault = new(rows.Line, reason!, FieldText.Row(rows.Raw));
        }
        return fault ?? new(0, $"the file is empty; expected a header with {BarHeader.Expected}");
    }
}
