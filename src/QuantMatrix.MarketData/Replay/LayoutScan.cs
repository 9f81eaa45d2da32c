using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Completes the layout of a file from its rows: order of dates, form of numbers, and where the symbol stands.</summary>
/// <remarks>
/// The first rows suffice for a file with plain numbers, dates that need no order and no name that differs from the file's; otherwise all rows are evidence.
/// A later row in another form makes the reader scan the whole file.
/// </remarks>
internal sealed class LayoutScan(FileLayout header, BarFile file, ReplayOptions options)
{
    private const int SampleRows = 64;

    private readonly DateEvidence dates = new(options.Today, options.Calendar);
    private readonly NumberEvidence numbers = new();
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly string? named = FileSymbol.Of(file, out _);
    private string? periodFault;

    /// <summary>The complete layout; null when the file cannot be read with certainty.</summary>
    /// <param name="whole">Read every row.</param>
    public FileLayout? Run(ReadOnlySpan<byte> text, bool whole, out LayoutFault? fault)
    {
        Collect(text, whole);
        var dateFault = dates.Fault(options.Dates, out var order);
        var reason = numbers.Fault(out var form) is { } numberFault ? periodFault ?? dateFault ?? numberFault : periodFault ?? dateFault;
        fault = reason is null ? null : new(0, reason);
        return fault is null ? WithSymbol(header with { Dates = order, Numbers = form }, out fault) : null;
    }

    private void Collect(ReadOnlySpan<byte> text, bool whole)
    {
        var rows = header.Rows(text, header.Fields);
        for (var read = 0; (whole || read < SampleRows || NeedsAll) && rows.Next(); read++)
            if (rows.Fault is null)
                Add(in rows);
    }

    private bool NeedsAll => dates.NeedsOrder || numbers.NeedsForm || names.Count == 1 && named is not null && !IsNamedAfter(names.First());

    private void Add(ref readonly CsvRows row)
    {
        dates.Add(row[header.Columns[0].Date], row.Line);
        foreach (var columns in header.Columns)
        {
            numbers.Add(row[columns.Open], row.Line, isPrice: true);
            numbers.Add(row[columns.High], row.Line, isPrice: true);
            numbers.Add(row[columns.Low], row.Line, isPrice: true);
            numbers.Add(row[columns.Close], row.Line, isPrice: true);
            numbers.Add(row[columns.Volume], row.Line, isPrice: false);
            if (columns is { Name: >= 0, Symbol: < 0, Ticker: null }) names.Add(FieldText.Of(row[columns.Name]));
            if (columns.Period >= 0) CheckPeriod(row[columns.Period], row.Line);
        }
    }

    private void CheckPeriod(ReadOnlySpan<byte> period, int line)
    {
        if (period is not ([] or [(byte)'D'] or [(byte)'d'])) periodFault ??= $"line {line}: period '{FieldText.Short(period)}'; expected D, daily bars";
    }

    private FileLayout? WithSymbol(FileLayout layout, out LayoutFault? fault)
    {
        fault = null;
        var columns = layout.Columns[0];
        if (columns.Symbol >= 0 || columns.Ticker is not null) return layout;
        if (NamesAreTickers()) return layout with { Columns = [columns with { Symbol = columns.Name }] };
        if (FileSymbol.Of(file, out var reason) is null) fault = new(0, reason);
        return named is null ? null : layout with { Symbol = named };
    }

    /// <summary>Several tickers in capitals, or one in a file that is not named after another.</summary>
    private bool NamesAreTickers() =>
        names.Count > 0 && names.All(n => !n.Any(char.IsLower) && FileSymbol.TryCanonical(n, out _))
        && (names.Count > 1 || named is null || IsNamedAfter(names.First()));

    private bool IsNamedAfter(string name) => FileSymbol.TryCanonical(name, out var symbol) && symbol == named;
}
