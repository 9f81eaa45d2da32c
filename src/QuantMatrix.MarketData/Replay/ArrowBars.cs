using Apache.Arrow;
using QuantMatrix.MarketData.Csv;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Reads one Parquet file of bars, handed in as Arrow batches; the columns are those of a CSV.</summary>
internal sealed class ArrowBars(BarHeader header, string? fileSymbol, ReplayFileBuilder draft)
{
    private readonly RowText words = new(fileSymbol);
    private int line;

    /// <summary>Never throws for a bad file: whatever its reader complains of is the reason it is refused.</summary>
    public static LoadedFile Load(string path, BarRules rules, ReplayOptions options, CancellationToken ct)
    {
        if (options.OpenParquet is not { } open) return Refuse(path, "a Parquet file, and no reader of Parquet was given");
        try
        {
            return Load(path, open(path, ct), rules, ct);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            return Refuse(path, $"the file cannot be read: {e.Message}");
        }
    }

    private static LoadedFile Load(string path, IEnumerable<RecordBatch> batches, BarRules rules, CancellationToken ct)
    {
        ArrowBars? bars = null;
        var draft = new ReplayFileBuilder(path, rules, capacity: 4096);
        foreach (var batch in batches)
        {
            ct.ThrowIfCancellationRequested();
            using (batch)
            {
                bars ??= new ArrowBars(Header(batch.Schema), SymbolOf(path, batch.Schema), draft);
                bars.Take(batch);
            }
        }
        return bars is null ? Refuse(path, $"the file is empty; expected columns {BarHeader.Expected}") : draft.Finish();
    }

    private static BarHeader Header(Schema schema) =>
        BarHeader.Read(Names(schema), out var fault) ?? throw new DataUnfitException(fault!);

    private static string? SymbolOf(string path, Schema schema)
    {
        if (Header(schema).Symbol >= 0) return null;
        return RowText.OfFile(path, out var fault) ?? throw new DataUnfitException(fault);
    }

    private static string[] Names(Schema schema) => [.. schema.FieldsList.Select(f => f.Name)];

    private static LoadedFile Refuse(string path, string reason) =>
        LoadedFile.Refuse(path, RowText.OfFile(path, out _) ?? Path.GetFileNameWithoutExtension(path), 0, reason);

    private void Take(RecordBatch batch)
    {
        var columns = ArrowBarColumns.Of(batch, header);
        for (var row = 0; row < batch.Length; row++) Take(columns, row);
    }

    private void Take(ArrowBarColumns columns, int row)
    {
        line++;
        var symbolText = columns.Symbol(row) ?? "";
        var symbol = words.Symbol(symbolText);
        var shown = symbol ?? Cut(symbolText);
        var source = words.Source(columns.Source(row) ?? "");
        var fault = (symbol is null ? $"symbol '{shown}' is no ticker" : null)
            ?? columns.Bar(row, out var bar)
            ?? draft.Add(symbol!, bar, source, line);
        if (fault is not null) draft.Reject(shown, Cut(columns.DateText(row)), source, line, fault, columns.RowText(row, shown));
    }

    private static string Cut(string text) => text.Length <= 40 ? text : text[..40];
}
