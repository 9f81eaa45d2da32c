using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>Rows of a statement on their way into a table: staged beside it, then merged; a row that is equal is left alone.</summary>
internal sealed class StagedTable(ITableConnection session, Table table)
{
    private const string RunId = "run_id", Generated = "generated_at";

    private readonly string[] columns = [.. table.Columns.Select(c => c.Name).Where(name => name != RunId)];
    private readonly string same = string.Join(" and ", table.Key.Select(k => $"i.{k} = t.{k}"));
    private int staged;

    public string Name => table.Name;

    public RowRetention RowRetention => table.RowRetention;

    /// <summary>The table of this transaction that holds them.</summary>
    public string Incoming => $"incoming_{table.Name}";

    private string List => string.Join(", ", columns);

    /// <param name="row">Its one row; none at first when not given.</param>
    public Task StageAsync(Action<IRowWriter>? row = null)
    {
        staged = row is null ? 0 : 1;
        return session.StageAsync(Incoming, $"select {List} from {table.Name}", staged, (to, _) => row!(to));
    }

    public Task AddAsync(RecordBatch rows)
    {
        staged += rows.Length;
        IArrowArray[] arrays = [.. Enumerable.Range(0, rows.ColumnCount).Select(rows.Column)];
        return session.StageMoreAsync(Incoming, rows.Length, (to, i) =>
        {
            foreach (var array in arrays) ArrowCell.Write(to, array, i);
        });
    }

    /// <summary>Makes one of rows that are told twice; of what is open only the newest day counts.</summary>
    /// <exception cref="DataUnfitException">They differ.</exception>
    public async Task UniteAsync(AccountStatement statement)
    {
        if (RowRetention == RowRetention.UntilNextReport) await session.ExecuteAsync($"delete from {Incoming} where report_date < (select max(report_date) from {Incoming})");
        if (await TwiceAsync(Incoming) is null) return;
        await session.StageAsync($"{Incoming}_once", $"select {List} from {table.Name}", 0, (_, _) => { });
        await session.ExecuteAsync($"insert into {Incoming}_once select distinct * from {Incoming}");
        if (await TwiceAsync($"{Incoming}_once") is { } key)
            throw new DataUnfitException($"{table.Name}: {key} stands more than once in the statement {statement}, with different values; expected once, as from a query without a breakout by model. Nothing of the statement was taken");
        await session.ExecuteAsync($"delete from {Incoming}");
        await session.ExecuteAsync($"insert into {Incoming} select * from {Incoming}_once");
    }

    public async Task<DateOnly?> NewestAsync(string column) =>
        (await session.QueryAsync($"select max({column}) from {Incoming}", r => r.IsDBNull(0) ? null : (DateOnly?)r.GetFieldValue<DateOnly>(0)))[0];

    /// <param name="gone">Which stored rows are removed unless they are staged; none when not given.</param>
    /// <param name="parameters">Those of <paramref name="gone"/>.</param>
    public async Task<PublishCount> MergeAsync(string runId, string? gone = null, params object?[] parameters)
    {
        var deleted = gone is null ? 0 : await session.ExecuteAsync($"delete from {table.Name} as t where {gone} and not exists (select 1 from {Incoming} i where {same})", parameters);
        var updated = await session.ExecuteAsync($"""
            update {table.Name} as t set {string.Join(", ", columns.Except(table.Key).Select(c => $"{c} = i.{c}"))}, {RunId} = $1
            from {Incoming} i where {same} {(RowRetention == RowRetention.Always ? $"and t.{Generated} <= i.{Generated}" : "")}
                and ({string.Join(" or ", columns.Except(table.Key).Except([Generated]).Select(c => $"t.{c} is distinct from i.{c}"))})
            """, runId);
        var inserted = await session.ExecuteAsync($"""
            insert into {table.Name} ({List}, {RunId}) select {List}, $1 from {Incoming} i where not exists (select 1 from {table.Name} t where {same})
            """, runId);
        return new PublishCount(inserted, updated, deleted, staged - inserted - updated);
    }

    /// <summary>A key that stands more than once, or null.</summary>
    private async Task<string?> TwiceAsync(string rows) => (await session.QueryAsync(
        $"select {table.KeyList} from {rows} group by {table.KeyList} having count(*) > 1 limit 1",
        r => string.Join(' ', table.Key.Select((k, i) => $"{k} {r.GetValue(i)}")))).FirstOrDefault();
}
