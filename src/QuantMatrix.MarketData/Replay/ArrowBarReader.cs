using System.Text;
using Apache.Arrow;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Reads one Parquet file of bars, given as Arrow batches, with the same columns as a CSV file.</summary>
internal sealed class ArrowBarReader(BarHeader header, string? fileSymbol, DateOrder dates, LoadedFileBuilder builder)
{
    private readonly RowStrings strings = new(fileSymbol);
    private int line;

    /// <summary>Never throws for a bad file: the error of the Parquet reader becomes the reason of rejection.</summary>
    public static LoadedFile Load(BarFile file, BarRules rules, ReplayOptions options, CancellationToken ct)
    {
        if (options.OpenParquet is not { } open) return LoadedFile.Unusable(file, new(0, "Parquet files are not supported here; expected a CSV file"));
        try
        {
            return Load(file, open(file.Path, ct), rules, options, ct);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            return LoadedFile.Unusable(file, new(0, $"the file cannot be read: {e.Message}"));
        }
    }

    /// <summary>Batches with text dates are held until all dates are known.</summary>
    private static LoadedFile Load(BarFile file, IEnumerable<RecordBatch> batches, BarRules rules, ReplayOptions options, CancellationToken ct)
    {
        ArrowBarReader? reader = null;
        var builder = new LoadedFileBuilder(file, rules, capacity: 4096);
        var held = new List<RecordBatch>();
        foreach (var batch in batches)
        {
            ct.ThrowIfCancellationRequested();
            if (HasTextDates(batch)) held.Add(batch);
            else (reader ??= Create(file, batch.Schema, DateOrder.Unknown, builder)).ReadAndDispose(batch);
        }
        if (DateFault(held, options, out var order) is { } fault) return LoadedFile.Unusable(file, new(0, fault));
        foreach (var batch in held) (reader ??= Create(file, batch.Schema, order, builder)).ReadAndDispose(batch);
        return reader is null ? LoadedFile.Unusable(file, new(0, $"the file is empty; expected columns {BarHeader.Expected}"))
            : builder.Build() with { HasDateOrder = order != DateOrder.Unknown };
    }

    private static bool HasTextDates(RecordBatch batch) => Header(batch) is { } header && ArrowCells.IsText(batch.Column(header.Date));

    private static BarHeader? Header(RecordBatch batch) => BarHeader.Read([.. batch.Schema.FieldsList.Select(f => f.Name)], out _);

    private static string? DateFault(List<RecordBatch> batches, ReplayOptions options, out DateOrder order)
    {
        var evidence = new DateEvidence(options.Today, options.Calendar);
        var line = 0;
        foreach (var batch in batches)
        {
            var dates = ArrowCells.Dates(batch.Column(Header(batch)!.Date));
            for (var row = 0; row < batch.Length; row++) evidence.Add(Encoding.UTF8.GetBytes(dates(row) ?? ""), ++line);
        }
        return evidence.Fault(options.Dates, out order);
    }

    private static ArrowBarReader Create(BarFile file, Schema schema, DateOrder dates, LoadedFileBuilder builder)
    {
        var header = BarHeader.Read([.. schema.FieldsList.Select(f => f.Name)], out var fault) ?? throw new DataUnfitException(fault!);
        if (header.Symbol >= 0) return new(header, null, dates, builder);
        return new(header, FileSymbol.Of(file, out fault) ?? throw new DataUnfitException(fault), dates, builder);
    }

    private void ReadAndDispose(RecordBatch batch)
    {
        using var owned = batch;
        var columns = ArrowBarColumns.Of(batch, header);
        for (var row = 0; row < batch.Length; row++) Read(columns, row);
    }

    private void Read(ArrowBarColumns columns, int row)
    {
        line++;
        var symbolText = columns.Symbol(row) ?? "";
        var symbol = strings.Symbol(symbolText);
        var shown = symbol ?? FieldText.Short(symbolText);
        var source = strings.Source(columns.Source(row) ?? "");
        var bar = default(Bar);
        var fault = (symbol is null ? $"symbol '{shown}' is not a ticker" : null)
            ?? columns.Bar(row, dates, out bar)
            ?? builder.Add(symbol!, bar, source, line);
        if (symbol is not null && bar.Day != int.MinValue && columns.Split(row) is { } factor) builder.AddSplit(symbol, new(bar.Day, factor, header.SplitName));
        if (fault is null) return;
        var date = columns.DateText(row);
        DateText.Fault(Encoding.UTF8.GetBytes(date), out var day, dates);
        builder.Reject(new(shown, FieldText.Short(date), source, builder.FileName, line, fault, columns.RowText(row, shown)), day);
    }
}
