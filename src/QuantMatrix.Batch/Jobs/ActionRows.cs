using QuantMatrix.Batch.Config;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Known splits and dividends, one per (symbol, date, kind), with whether stored prices reflect them.</summary>
internal sealed class ActionRows
{
    private readonly SortedDictionary<string, SortedDictionary<(int Day, string Kind), StoredAction>> rows = new(StringComparer.Ordinal);
    private bool changed;

    public static async Task<ActionRows> ReadAsync(DataLake lake, Manifest manifest, CancellationToken ct)
    {
        var actions = new ActionRows();
        foreach (var row in await lake.RowsAsync(manifest, StoredAction.Table, ct)) actions.RowsOf(row.Symbol).Add((row.Day, row.Kind), row);
        return actions;
    }

    public IReadOnlyList<CorporateAction> Of(string symbol) => !rows.TryGetValue(symbol, out var known) ? []
        : [.. known.Values.Select(r => new CorporateAction(symbol, Day.Date(r.Day), Enum.Parse<ActionKind>(r.Kind, ignoreCase: true), r.Value, r.Source))];

    /// <param name="isApplied">False while the stored prices do not reflect the action.</param>
    public void Note(CorporateAction action, bool isApplied, string runId)
    {
        var (ofSymbol, key) = (RowsOf(action.Symbol), (Day: Day.Of(action.ExDate), Kind: SnakeCase.Of(action.Kind.ToString())));
        var status = isApplied || action.Kind == ActionKind.Dividend ? StoredAction.Applied : StoredAction.Pending;
        if (ofSymbol.TryGetValue(key, out var known) && (known.Status == StoredAction.Applied || known.Status == status)) return;
        ofSymbol[key] = new(action.Symbol, key.Day, key.Kind, known?.Value ?? action.Value, known?.Source ?? action.Source, status, runId);
        changed = true;
    }

    public async Task WriteAsync(LakeCommit commit, CancellationToken ct)
    {
        if (!changed) return;
        await commit.ReplaceAsync(StoredAction.Table, [.. rows.Values.SelectMany(r => r.Values)], ct);
        changed = false;
    }

    private SortedDictionary<(int Day, string Kind), StoredAction> RowsOf(string symbol) => rows.TryGetValue(symbol, out var known) ? known : rows[symbol] = [];
}
