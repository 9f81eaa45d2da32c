using Apache.Arrow;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Reads one Parquet file of bars, given as Arrow batches, with the same columns as a CSV file.</summary>
internal sealed class ArrowBarReader(BarHeader header, string? fileSymbol, LoadedFileBuilder builder)
{
    private readonly RowStrings strings = new(fileSymbol);
    private int line;

    /// <summary>Never throws for a bad file: the error of the Parquet reader becomes the reason of rejection.</summary>
    public static LoadedFile Load(string path, BarRules rules, ReplayOptions options, CancellationToken ct)
    {
        if (options.OpenParquet is not { } open) return LoadedFile.Unusable(path, 0, "Parquet files are not supported here; expected a CSV file");
        try
        {
            return Load(path, open(path, ct), rules, ct);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            return LoadedFile.Unusable(path, 0, $"the file cannot be read: {e.Message}");
        }
    }

    private static LoadedFile Load(string path, IEnumerable<RecordBatch> batches, BarRules rules, CancellationToken ct)
    {
        ArrowBarReader? reader = null;
        var builder = new LoadedFileBuilder(path, rules, capacity: 4096);
        foreach (var batch in batches)
        {
            ct.ThrowIfCancellationRequested();
            using (batch)
            {
                reader ??= Create(path, batch.Schema, builder);
                reader.Read(batch);
            }
        }
        return reader is null ? LoadedFile.Unusable(path, 0, $"the file is empty; expected columns {BarHeader.Expected}") : builder.Build();
    }

    private static ArrowBarReader Create(string path, Schema schema, LoadedFileBuilder builder)
    {
        var header = BarHeader.Read([.. schema.FieldsList.Select(f => f.Name)], out var fault) ?? throw new DataUnfitException(fault!);
        if (header.Symbol >= 0) return new(header, null, builder);
        return new(header, RowStrings.SymbolOfFile(path, out fault) ?? throw new DataUnfitException(fault), builder);
    }

    private void Read(RecordBatch batch)
    {
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
        var fault = (symbol is null ? $"symbol '{shown}' is not a ticker" : null)
            ?? columns.Bar(row, out var bar)
            ?? builder.Add(symbol!, bar, source, line);
        if (fault is not null) builder.Reject(shown, FieldText.Short(columns.DateText(row)), source, line, fault, columns.RowText(row, shown));
    }
}
