using Apache.Arrow;
using QuantMatrix.Batch.Config;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Splits and dividends as the lake keeps them, one row for each (symbol, date, kind): who told it first, and whether stored prices contain it.</summary>
internal sealed class ActionRows
{
    private const string Applied = "applied", Pending = "pending";

    private readonly SortedDictionary<string, SortedDictionary<(int Day, string Kind), Row>> rows = new(StringComparer.Ordinal);
    private bool changed;

    public static async Task<ActionRows> ReadAsync(DataLake lake, Manifest manifest, CancellationToken ct)
    {
        var actions = new ActionRows();
        if (await lake.TableAsync(manifest, "SELECT symbol, date, kind, value, source, status, run_id FROM corporate_actions", ct) is not { } batch) return actions;
        for (var i = 0; i < batch.Length; i++)
            actions.RowsOf(Text(0, i)).Add((((Date32Array)batch.Column(1)).Values[i], Text(2, i)), new(((DoubleArray)batch.Column(3)).Values[i], Text(4, i), Text(5, i), Text(6, i)));
        return actions;

        string Text(int column, int row) => ((StringArray)batch.Column(column)).GetString(row);
    }

    public IReadOnlyList<CorporateAction> Of(string symbol) =>
        !rows.TryGetValue(symbol, out var known) ? [] : [.. known.Select(r => new CorporateAction(symbol, Day.Date(r.Key.Day), Enum.Parse<ActionKind>(r.Key.Kind, ignoreCase: true), r.Value.Value, r.Value.Source))];

    /// <param name="isApplied">False while the stored prices stand before the action.</param>
    public void Note(CorporateAction action, bool isApplied, string runId)
    {
        var (ofSymbol, key) = (RowsOf(action.Symbol), (Day.Of(action.ExDate), SnakeCase.Of(action.Kind.ToString())));
        var status = isApplied || action.Kind == ActionKind.Dividend ? Applied : Pending;
        if (ofSymbol.TryGetValue(key, out var known) && (known.Status == Applied || known.Status == status)) return;
        ofSymbol[key] = new(known?.Value ?? action.Value, known?.Source ?? action.Source, status, runId);
        changed = true;
    }

    public async Task WriteAsync(LakeCommit commit, CancellationToken ct)
    {
        if (!changed) return;
        await commit.ReplaceAsync(LakeTable.CorporateActions, new[] { Batch() }.ToAsyncEnumerable(), ct);
        changed = false;
    }

    private SortedDictionary<(int Day, string Kind), Row> RowsOf(string symbol) => rows.TryGetValue(symbol, out var known) ? known : rows[symbol] = [];

    private RecordBatch Batch()
    {
        var all = rows.SelectMany(s => s.Value.Select(r => (Symbol: s.Key, r.Key.Day, r.Key.Kind, r.Value))).ToList();
        return new(LakeTable.CorporateActions.Schema,
        [
            ArrowColumns.Texts(all.Select(r => r.Symbol)), ArrowColumns.Dates(all.Select(r => r.Day).ToArray()), ArrowColumns.Texts(all.Select(r => r.Kind)),
            ArrowColumns.Doubles(all.Select(r => r.Value.Value).ToArray()), ArrowColumns.Texts(all.Select(r => r.Value.Source)),
            ArrowColumns.Texts(all.Select(r => r.Value.Status)), ArrowColumns.Texts(all.Select(r => r.Value.RunId)),
        ], all.Count);
    }

    private sealed record Row(double Value, string Source, string Status, string RunId);
}
