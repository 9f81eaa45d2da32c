using System.Text.Json;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>The bars of one session of the symbols needed, from a file of all symbols.</summary>
internal sealed class BulkFile
{
    private const int MaxSymbolChars = 32;

    private readonly Dictionary<string, BulkRow> rows = [];
    private readonly DateOnly session;

    private BulkFile(DateOnly session) => this.session = session;

    /// <summary>The row of a symbol, or null.</summary>
    public BulkRow? this[string symbol] => rows.GetValueOrDefault(symbol);

    /// <param name="columns">Symbol, date, open, high, low, close and volume, as named in a CSV or as properties in JSON.</param>
    /// <param name="symbols">The canonical symbol by the form in the file.</param>
    /// <exception cref="ProviderException">The file lacks a column or is not a table.</exception>
    public static BulkFile Read(ReadOnlySpan<byte> body, DateOnly session, string[] columns, IReadOnlyDictionary<string, string> symbols)
    {
        var file = new BulkFile(session);
        var lookup = symbols.ToDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        if (body.TrimStart(" \t\r\n"u8).StartsWith("["u8)) file.ReadJson(body, columns, lookup);
        else file.ReadCsv(body, columns, lookup);
        return file;
    }

    private void ReadCsv(ReadOnlySpan<byte> body, string[] columns, Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> symbols)
    {
        var csv = new CsvRows(body);
        var header = csv.Next() ? csv.Fields() : [];
        var places = Array.ConvertAll(columns, c => header.FindIndex(h => h.Equals(c, StringComparison.OrdinalIgnoreCase)));
        if (Array.IndexOf(places, -1) is >= 0 and var missing)
            throw new ProviderException(FaultKind.Symbol, $"the file has no column {columns[missing]}; found {string.Join(',', header)}");
        csv.Expect(header.Count, header.Count);
        var cells = new JsonCell[columns.Length];
        while (csv.Next())
        {
            if (csv.Fault is not null || SymbolOf(csv[places[0]], symbols) is not { } symbol) continue;
            for (var i = 0; i < cells.Length; i++) cells[i] = CellOf(body, csv[places[i]]);
            Add(symbol, csv.Line, cells, body);
        }
    }

    private void ReadJson(ReadOnlySpan<byte> body, string[] columns, Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> symbols)
    {
        using var table = JsonBody.Read(body, (ref Utf8JsonReader reader) => JsonTable.Read(ref reader, columns));
        var cells = new JsonCell[columns.Length];
        for (var row = 0; row < table.Rows; row++)
        {
            if (SymbolOf(table[row, 0].In(body), symbols) is not { } symbol) continue;
            for (var i = 0; i < cells.Length; i++) cells[i] = table[row, i];
            Add(symbol, row + 1, cells, body);
        }
    }

    private static string? SymbolOf(ReadOnlySpan<byte> text, Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> symbols)
    {
        Span<char> chars = stackalloc char[MaxSymbolChars];
        if (text.Length is 0 or > MaxSymbolChars) return null;
        for (var i = 0; i < text.Length; i++) chars[i] = (char)text[i];
        return symbols.TryGetValue(chars[..text.Length], out var symbol) ? symbol : null;
    }

    private static JsonCell CellOf(ReadOnlySpan<byte> body, ReadOnlySpan<byte> field) =>
        field.IsEmpty || !body.Overlaps(field, out var start) ? default : new(start, field.Length, JsonTokenType.String);

    /// <summary>A row of another date is not of this session.</summary>
    private void Add(string symbol, int line, ReadOnlySpan<JsonCell> cells, ReadOnlySpan<byte> body)
    {
        if (DateText.TryParse(cells[1].In(body), out var date) && date == session) rows[symbol] = BulkRow.Copy(line, cells, body);
    }
}

/// <summary>One row of a file, with a copy of its text.</summary>
internal sealed record BulkRow(int Line, byte[] Body, JsonCell Date, BarCells Cells)
{
    public static BulkRow Copy(int line, ReadOnlySpan<JsonCell> cells, ReadOnlySpan<byte> body)
    {
        var (start, end) = (int.MaxValue, 0);
        foreach (var cell in cells)
            if (cell.Kind != JsonTokenType.None) (start, end) = (Math.Min(start, cell.Start), Math.Max(end, cell.Start + cell.Length));
        var own = new JsonCell[cells.Length];
        for (var i = 0; i < own.Length; i++) own[i] = cells[i].Kind == JsonTokenType.None ? default : cells[i] with { Start = cells[i].Start - start };
        return new(line, body[start..end].ToArray(), own[1], new(own[2], own[3], own[4], own[5], default, own[6]));
    }
}
