namespace QuantMatrix.MarketData.Replay;

/// <summary>Reads headers that name a ticker for every column: the two or three lines of yfinance, and names such as AAPL.Open or Open_AAPL.</summary>
internal static class WideHeader
{
    private static readonly string[] FirstCells = ["", "price", "ticker", "tickers", "symbol", "symbols", "date", "datetime", "attributes"];
    private const string Separators = "_.,|:- ";

    /// <summary>The columns of each ticker from two lines, one of fields and one of tickers; null when the lines are no such header.</summary>
    public static IReadOnlyList<BarHeader>? OfTwoLines(IReadOnlyList<string> first, IReadOnlyList<string> second, out string? fault)
    {
        fault = null;
        if (first.Count != second.Count || first.Count < 6 || !IsLabel(first[0]) || !IsLabel(second[0])) return null;
        var columns = Columns(first.Skip(1), second.Skip(1)) ?? Columns(second.Skip(1), first.Skip(1));
        return columns is null ? null : Groups(columns, out fault);
    }

    /// <summary>The columns of each ticker from one line; null when a column names no field and ticker.</summary>
    public static IReadOnlyList<BarHeader>? OfOneLine(IReadOnlyList<string> names, out string? fault)
    {
        fault = null;
        if (names.Count < 6 || !ColumnNames.Date.Contains(ColumnNames.Normalize(names[0]))) return null;
        var columns = names.Skip(1).Select(Split).ToList();
        return columns.Contains(null) ? null : Groups([.. columns.Select(c => c!.Value)], out fault);
    }

    /// <summary>Whether the third line only labels the date column.</summary>
    public static bool IsDateLabel(IReadOnlyList<string> line) =>
        line.Count > 0 && ColumnNames.Date.Contains(ColumnNames.Normalize(line[0])) && line.Skip(1).All(string.IsNullOrWhiteSpace);

    private static bool IsLabel(string cell) => FirstCells.Contains(ColumnNames.Normalize(cell));

    private static List<(string Field, string Ticker)>? Columns(IEnumerable<string> fields, IEnumerable<string> tickers)
    {
        var columns = fields.Zip(tickers, (field, ticker) => (Field: ColumnNames.Field(field), Ticker: Ticker(ticker))).ToList();
        return columns.All(c => c.Field is not null && c.Ticker is not null) ? columns.ConvertAll(c => (c.Field!, c.Ticker!)) : null;
    }

    private static (string Field, string Ticker)? Split(string name)
    {
        var text = string.Concat(name.Where(c => !"()'\"".Contains(c)));
        foreach (var at in Enumerable.Range(1, Math.Max(0, text.Length - 1)).Where(i => Separators.Contains(text[i])))
        {
            var (left, right) = (text[..at], text[(at + 1)..]);
            if (ColumnNames.Field(left) is { } field && Ticker(right) is { } ticker) return (field, ticker);
            if (ColumnNames.Field(right) is { } last && Ticker(left) is { } before) return (last, before);
        }
        return null;
    }

    private static string? Ticker(string text) =>
        text.Trim() is { Length: > 0 } trimmed && char.IsAsciiLetter(trimmed[0]) && FileSymbol.TryCanonical(trimmed, out var symbol) ? symbol : null;

    private static List<BarHeader>? Groups(List<(string Field, string Ticker)> columns, out string? fault)
    {
        var groups = new List<BarHeader>();
        fault = null;
        foreach (var ticker in columns.Select(c => c.Ticker).Distinct())
        {
            // The other tickers' columns stay in place without a name that is read.
            var names = columns.Select((c, i) => c.Ticker == ticker ? c.Field : $"other {i}").Prepend("date").ToList();
            if (BarHeader.Read(names, out var missing) is { } header) groups.Add(header with { Ticker = ticker });
            else fault ??= $"columns of {ticker}: {missing!.Split("; found", 2)[0]}; expected {BarHeader.Expected} of every ticker";
        }
        return fault is null ? groups : null;
    }
}
