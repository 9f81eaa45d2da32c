using System.Runtime.CompilerServices;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Reads one text file of bars in its layout.</summary>
internal sealed class CsvBarReader
{
    private readonly FileLayout layout;
    private readonly RowStrings strings;
    private readonly LoadedFileBuilder builder;
    private readonly byte[] scratch = NumberForms.Scratch();
    private readonly bool isPlain;
    private bool hasUnreadable;

    private CsvBarReader(FileLayout layout, LoadedFileBuilder builder)
    {
        this.layout = layout;
        this.builder = builder;
        strings = new RowStrings(layout.Symbol);
        isPlain = layout.Numbers == NumberForm.Plain;
    }

    public static LoadedFile Load(BarFile file, BarFileReader files, BarRules rules, ReplayOptions options)
    {
        using var content = files.Read(file, out var fault);
        return fault is null ? Parse(file, content.Text, rules, options) : LoadedFile.Unusable(file, new(0, fault));
    }

    private static LoadedFile Parse(BarFile file, ReadOnlySpan<byte> text, BarRules rules, ReplayOptions options)
    {
        if (FileLayout.OfHeader(text, out var fault) is not { } header) return LoadedFile.Unusable(file, fault!);
        if (new LayoutScan(header, file, options).Run(text, whole: false, out fault) is not { } layout) return LoadedFile.Unusable(file, fault!);
        var reader = new CsvBarReader(layout, Builder(file, text, rules));
        if (reader.ReadAll(text) is { } loaded) return loaded;
        // A value in another form than those of the first rows: all rows decide.
        if (new LayoutScan(header, file, options).Run(text, whole: true, out fault) is not { } whole) return LoadedFile.Unusable(file, fault!);
        return new CsvBarReader(whole, Builder(file, text, rules)) { IsFinal = true }.ReadAll(text)!;
    }

    /// <summary>Whether the layout was found from all rows.</summary>
    private bool IsFinal { get; init; }

    private static LoadedFileBuilder Builder(BarFile file, ReadOnlySpan<byte> text, BarRules rules) => new(file, rules, text.Count((byte)'\n') + 1);

    /// <summary>Null when a value is unreadable and the layout was not found from all rows.</summary>
    private LoadedFile? ReadAll(ReadOnlySpan<byte> text)
    {
        var rows = layout.Rows(text);
        while (rows.Next())
            foreach (var columns in layout.Columns)
                Read(in rows, columns);
        return hasUnreadable && !IsFinal ? null : builder.Build(text, layout.Delimiter) with { HasDateOrder = layout.Dates != DateOrder.Unknown };
    }

    private void Read(ref readonly CsvRows row, BarHeader columns)
    {
        if (columns.Ticker is not null && row.Fault is null && HasNoBar(in row, columns)) return;
        var symbol = columns.Ticker ?? strings.Symbol(row[columns.Symbol]);
        var source = strings.Source(row[columns.Source]);
        var fault = row.Fault
            ?? (symbol is null ? $"symbol '{FieldText.Short(row[columns.Symbol])}' is not a ticker" : null)
            ?? ReadBar(in row, columns, out var bar)
            ?? builder.Add(symbol!, bar, source, row.Line);
        if (fault is not null) Reject(in row, columns, source, fault);
    }

    private void Reject(ref readonly CsvRows row, BarHeader columns, string source, string fault)
    {
        var symbol = columns.Ticker ?? strings.Symbol(row[columns.Symbol]) ?? FieldText.Short(row[columns.Symbol]);
        DateText.Fault(row[columns.Date], out var day, layout.Dates);
        builder.Reject(new(symbol, DateAsFound(row[columns.Date], day), source, builder.FileName, row.Line, fault, FieldText.Row(row.Raw)), day);
    }

    /// <summary>A ticker that did not trade on the day of a row with several tickers.</summary>
    private static bool HasNoBar(ref readonly CsvRows row, BarHeader columns) =>
        row[columns.Open].IsEmpty && row[columns.High].IsEmpty && row[columns.Low].IsEmpty && row[columns.Close].IsEmpty;

    private string? ReadBar(ref readonly CsvRows row, BarHeader columns, out Bar bar)
    {
        double open = 0, high = 0, low = 0, close = 0, adjClose = double.NaN;
        long volume = 0;
        var fault = DateText.Fault(row[columns.Date], out var day, layout.Dates)
            ?? PriceText.Fault(BarField.Open, Plain(row[columns.Open]), out open) ?? PriceText.Fault(BarField.High, Plain(row[columns.High]), out high)
            ?? PriceText.Fault(BarField.Low, Plain(row[columns.Low]), out low) ?? PriceText.Fault(BarField.Close, Plain(row[columns.Close]), out close)
            ?? (row[columns.AdjClose].IsEmpty ? null : PriceText.Fault(BarField.AdjClose, Plain(row[columns.AdjClose]), out adjClose))
            ?? VolumeText.Fault(Plain(row[columns.Volume]), out volume);
        hasUnreadable |= fault is not null;
        bar = new Bar(day, open, high, low, close, adjClose, volume);
        if (columns.Split >= 0 && day != int.MinValue && SplitText.TryParse(Plain(row[columns.Split]), out var factor))
            builder.AddSplit(columns.Ticker ?? strings.Symbol(row[columns.Symbol])!, new(day, factor, columns.SplitName));
        return fault;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> number) => isPlain ? number : layout.Numbers.Plain(number, scratch);

    /// <summary>The date in the file's own form; a date that another reader would take for another day, in ISO form.</summary>
    private string DateAsFound(ReadOnlySpan<byte> text, int day) =>
        layout.Dates is DateOrder.DayFirst or DateOrder.YearFirst && day != int.MinValue ? Day.Text(day) : FieldText.Short(text);
}
