using QuantMatrix.MarketData.Csv;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Reads one CSV of bars: of the symbol it is named for, or of many when it has a column <c>symbol</c>.</summary>
internal sealed class CsvBars
{
    private readonly BarHeader header;
    private readonly RowText words;
    private readonly ReplayFileBuilder draft;

    private CsvBars(BarHeader header, string? fileSymbol, ReplayFileBuilder draft)
    {
        this.header = header;
        this.draft = draft;
        words = new RowText(fileSymbol);
    }

    public static LoadedFile Load(string path, BarRules rules)
    {
        using var file = WholeFile.Read(path, out var fault);
        return fault is null ? Parse(path, file.Text, rules) : LoadedFile.Refuse(path, NameOf(path), 0, fault);
    }

    private static LoadedFile Parse(string path, ReadOnlySpan<byte> text, BarRules rules)
    {
        var rows = new CsvRows(text);
        if (!rows.Next()) return LoadedFile.Refuse(path, NameOf(path), 0, $"the file is empty; expected a header with {BarHeader.Expected}");
        var names = Names(rows);
        var header = BarHeader.Read(names, out var fault);
        if (header is null) return LoadedFile.Refuse(path, NameOf(path), rows.Line, fault!, FieldText.Row(rows.Raw));
        var symbol = header.Symbol >= 0 ? null : RowText.OfFile(path, out fault);
        if (fault is not null && symbol is null) return LoadedFile.Refuse(path, NameOf(path), 0, fault);
        rows.Expect(names.Count, header.FieldsNeeded);
        return new CsvBars(header, symbol, new ReplayFileBuilder(path, rules, text.Count((byte)'\n') + 1)).Take(rows);
    }

    private LoadedFile Take(CsvRows rows)
    {
        while (rows.Next()) Take(in rows);
        return draft.Finish();
    }

    private void Take(ref readonly CsvRows row)
    {
        var symbol = words.Symbol(row[header.Symbol]);
        var source = words.Source(row[header.Source]);
        var fault = row.Fault
            ?? (symbol is null ? $"symbol '{FieldText.Short(row[header.Symbol])}' is no ticker" : null)
            ?? Bar(in row, out var bar)
            ?? draft.Add(symbol!, bar, source, row.Line);
        if (fault is null) return;
        draft.Reject(symbol ?? FieldText.Short(row[header.Symbol]), FieldText.Short(row[header.Date]), source, row.Line, fault, FieldText.Row(row.Raw));
    }

    private string? Bar(ref readonly CsvRows row, out Bar bar)
    {
        double open = 0, high = 0, low = 0, close = 0, adjClose = 0;
        long volume = 0;
        var fault = Date(row[header.Date], out var day)
            ?? Price("open", row[header.Open], out open) ?? Price("high", row[header.High], out high)
            ?? Price("low", row[header.Low], out low) ?? Price("close", row[header.Close], out close)
            ?? AdjClose(row[header.AdjClose], out adjClose)
            ?? VolumeText.Fault(row[header.Volume], out volume);
        bar = new Bar(day, open, high, low, close, adjClose, volume);
        return fault;
    }

    private static string? Date(ReadOnlySpan<byte> text, out int day)
    {
        day = DateText.TryParse(text, out var date) ? Day.Of(date) : int.MinValue;
        return day != int.MinValue ? null : text.IsEmpty ? "date is empty" : $"date '{FieldText.Short(text)}' is no date";
    }

    private static string? Price(string name, ReadOnlySpan<byte> text, out double price) =>
        PriceText.TryParse(text, out price) ? null : text.IsEmpty ? $"{name} is empty" : $"{name} '{FieldText.Short(text)}' is not a number";

    private static string? AdjClose(ReadOnlySpan<byte> text, out double price)
    {
        price = double.NaN;
        return text.IsEmpty ? null : Price("adj_close", text, out price);
    }

    private static List<string> Names(CsvRows row)
    {
        var names = new List<string>(row.FieldCount);
        for (var i = 0; i < row.FieldCount; i++) names.Add(FieldText.Of(row[i]));
        return names;
    }

    private static string NameOf(string path) => RowText.OfFile(path, out _) ?? Path.GetFileNameWithoutExtension(path);
}
