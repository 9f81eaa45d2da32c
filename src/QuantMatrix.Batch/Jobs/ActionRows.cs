using Apache.Arrow;
using QuantMatrix.Compute;
using QuantMatrix.Ingest;
using QuantMatrix.Store;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Splits and dividends as the lake keeps them, one row for each (symbol, date, kind): who told it first, and whether stored prices contain it.</summary>
internal sealed class ActionRows
{
    private const string Applied = "applied", Pending = "pending";

    private readonly SortedDictionary<(string Symbol, int Day, string Kind), Row> rows;
    private bool changed;

    private ActionRows(SortedDictionary<(string Symbol, int Day, string Kind), Row> rows) => this.rows = rows;

    public static async Task<ActionRows> ReadAsync(Lake lake, Manifest manifest, CancellationToken cancel)
    {
        var rows = new SortedDictionary<(string, int, string), Row>(Comparer<(string Symbol, int Day, string Kind)>.Create((a, b) =>
            string.CompareOrdinal(a.Symbol, b.Symbol) is not 0 and var s ? s : a.Day != b.Day ? a.Day.CompareTo(b.Day) : string.CompareOrdinal(a.Kind, b.Kind)));
        if (await lake.TableAsync(manifest, "SELECT symbol, date, kind, value, source, status, run_id FROM corporate_actions", cancel) is not { } batch) return new(rows);
        for (var i = 0; i < batch.Length; i++)
            rows.Add((Text(0, i), ((Date32Array)batch.Column(1)).Values[i], Text(2, i)), new(((DoubleArray)batch.Column(3)).Values[i], Text(4, i), Text(5, i), Text(6, i)));
        return new(rows);

        string Text(int column, int row) => ((StringArray)batch.Column(column)).GetString(row);
    }

    public IReadOnlyList<CorporateAction> Of(string symbol) =>
        [.. rows.Where(r => r.Key.Symbol == symbol).Select(r => new CorporateAction(symbol, Day.Date(r.Key.Day), Enum.Parse<ActionKind>(r.Key.Kind, ignoreCase: true), r.Value.Value, r.Value.Source))];

    /// <summary>Splits that a provider has told and no stored price contains.</summary>
    public int PendingCount => rows.Count(r => r.Value.Status == Pending);

    /// <param name="isApplied">False while the stored prices stand before the action.</param>
    public void Note(IEnumerable<CorporateAction> actions, bool isApplied, string runId)
    {
        foreach (var action in actions)
        {
            var key = (action.Symbol, Day.Of(action.ExDate), SnakeCase.Of(action.Kind.ToString()));
            var status = isApplied || action.Kind == ActionKind.Dividend ? Applied : Pending;
            if (rows.TryGetValue(key, out var known) && (known.Status == Applied || known.Status == status)) continue;
            rows[key] = new(known?.Value ?? action.Value, known?.Source ?? action.Source, status, runId);
            changed = true;
        }
    }

    public async Task WriteAsync(LakeCommit commit, CancellationToken cancel)
    {
        if (!changed) return;
        await commit.ReplaceAsync(LakeTable.CorporateActions, new[] { Batch() }.ToAsyncEnumerable(), cancel);
        changed = false;
    }

    private RecordBatch Batch() => new(LakeTable.CorporateActions.Schema,
    [
        ArrowColumns.Texts(rows.Keys.Select(k => k.Symbol)), ArrowColumns.Dates(rows.Keys.Select(k => k.Day).ToArray()), ArrowColumns.Texts(rows.Keys.Select(k => k.Kind)),
        ArrowColumns.Doubles(rows.Values.Select(r => r.Value).ToArray()), ArrowColumns.Texts(rows.Values.Select(r => r.Source)),
        ArrowColumns.Texts(rows.Values.Select(r => r.Status)), ArrowColumns.Texts(rows.Values.Select(r => r.RunId)),
    ], rows.Count);

    private sealed record Row(double Value, string Source, string Status, string RunId);
}
