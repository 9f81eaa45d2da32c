using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Reads one CSV file of bars, of the symbol in its name or, with a column <c>symbol</c>, of many symbols.</summary>
internal sealed class CsvBarReader
{
    private readonly BarHeader header;
    private readonly RowStrings strings;
    private readonly LoadedFileBuilder builder;

    private CsvBarReader(BarHeader header, string? fileSymbol, LoadedFileBuilder builder)
    {
        this.header = header;
        this.builder = builder;
        strings = new RowStrings(fileSymbol);
    }

    public static LoadedFile Load(string path, BarRules rules)
    {
        using var file = PooledFile.Read(path, out var fault);
        return fault is null ? Parse(path, file.Text, rules) : LoadedFile.Unusable(path, 0, fault);
    }

    private static LoadedFile Parse(string path, ReadOnlySpan<byte> text, BarRules rules)
    {
        var rows = new CsvRows(text);
        if (!rows.Next()) return LoadedFile.Unusable(path, 0, $"the file is empty; expected a header with {BarHeader.Expected}");
        var names = rows.Fields();
        var header = BarHeader.Read(names, out var fault);
        if (header is null) return LoadedFile.Unusable(path, rows.Line, fault!, FieldText.Row(rows.Raw));
        var symbol = header.Symbol >= 0 ? null : RowStrings.SymbolOfFile(path, out fault);
        if (fault is not null && symbol is null) return LoadedFile.Unusable(path, 0, fault);
        rows.Expect(names.Count, header.FieldsNeeded);
        return new CsvBarReader(header, symbol, new LoadedFileBuilder(path, rules, text.Count((byte)'\n') + 1)).ReadAll(rows);
    }

    private LoadedFile ReadAll(CsvRows rows)
    {
        while (rows.Next()) Read(in rows);
        return builder.Build();
    }

    private void Read(ref readonly CsvRows row)
    {
        var symbol = strings.Symbol(row[header.Symbol]);
        var source = strings.Source(row[header.Source]);
        var fault = row.Fault
            ?? (symbol is null ? $"symbol '{FieldText.Short(row[header.Symbol])}' is not a ticker" : null)
            ?? ReadBar(in row, out var bar)
            ?? builder.Add(symbol!, bar, source, row.Line);
        if (fault is null) return;
        builder.Reject(symbol ?? FieldText.Short(row[header.Symbol]), FieldText.Short(row[header.Date]), source, row.Line, fault, FieldText.Row(row.Raw));
    }

    private string? ReadBar(ref readonly CsvRows row, out Bar bar)
    {
        double open = 0, high = 0, low = 0, close = 0, adjClose = double.NaN;
        long volume = 0;
        var fault = DateText.Fault(row[header.Date], out var day)
            ?? PriceText.Fault(BarField.Open, row[header.Open], out open) ?? PriceText.Fault(BarField.High, row[header.High], out high)
            ?? PriceText.Fault(BarField.Low, row[header.Low], out low) ?? PriceText.Fault(BarField.Close, row[header.Close], out close)
            ?? (row[header.AdjClose].IsEmpty ? null : PriceText.Fault(BarField.AdjClose, row[header.AdjClose], out adjClose))
            ?? VolumeText.Fault(row[header.Volume], out volume);
        bar = new Bar(day, open, high, low, close, adjClose, volume);
        return fault;
    }
}
