using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>Stages the rows of a statement beside one table and merges them into it; equal rows stay untouched.</summary>
internal sealed class StagedTable(ITableConnection connection, Table table)
{
    public const string RunId = "run_id", Generated = "generated_at";
    private const string Model = "model";

    private readonly string[] columns = [.. table.Columns.Select(c => c.Name).Where(name => name != RunId)];
    private readonly string sameKey = string.Join(" and ", table.Key.Select(k => $"i.{k} = t.{k}"));
    private int received;
    private DirectRows? direct;

    public string Name => table.Name;

    public RowRetention RowRetention => table.RowRetention;

    /// <summary>Name of the temporary table that holds the staged rows.</summary>
    public string Incoming => $"incoming_{table.Name}";

    private string ColumnList => string.Join(", ", columns);

    /// <summary>Creates the temporary table, empty or with rows.</summary>
    public Task StageAsync(int rows = 0, Action<IRowWriter, int>? fill = null)
    {
        received = rows;
        return connection.StageAsync(Incoming, $"select {ColumnList} from {table.Name}", rows, fill ?? ((_, _) => { }));
    }

    /// <summary>Stages rows; rows with new keys may be written to the table at once.</summary>
    public async Task AddAsync(RecordBatch rows, StatementEntry entry)
    {
        received += rows.Length;
        direct ??= DirectRows.Of(connection, table, entry);
        IReadOnlyList<int> places = direct is null ? [.. Enumerable.Range(0, rows.Length)] : await direct.AppendNewAsync(rows);
        if (places.Count == 0) return;
        IArrowArray[] arrays = [.. Enumerable.Range(0, rows.ColumnCount).Select(rows.Column)];
        await connection.StageMoreAsync(Incoming, places.Count, (to, i) =>
        {
            foreach (var array in arrays) ArrowCell.Write(to, array, places[i]);
        });
    }

    /// <summary>Removes duplicate rows; a table of open positions keeps only the newest report date.</summary>
    /// <exception cref="DataUnfitException">Two rows have the same key and different values.</exception>
    public async Task DeduplicateAsync(AccountStatement statement)
    {
        if (RowRetention == RowRetention.UntilNextReport)
            await connection.ExecuteAsync($"delete from {Incoming} where report_date < (select max(report_date) from {Incoming})");
        if (await DuplicateKeyAsync(Incoming) is null) return;
        var distinct = $"{Incoming}_distinct";
        await connection.StageAsync(distinct, $"select {ColumnList} from {table.Name}", 0, (_, _) => { });
        await connection.ExecuteAsync($"insert into {distinct} select distinct * from {Incoming}");
        if (await DuplicateKeyAsync(distinct) is { } key) throw Contradiction(table, key, statement);
        await connection.ExecuteAsync($"delete from {Incoming}");
        await connection.ExecuteAsync($"insert into {Incoming} select * from {distinct}");
    }

    /// <summary>Rows that the query identified in another way before keep their place: a stored made identifier becomes the one of the broker.</summary>
    public Task MatchIdsAsync() => table.MadeId is { } made ? new IdMatch(connection, table, Incoming, made).RunAsync() : Task.CompletedTask;

    public async Task<DateOnly?> NewestAsync(string column) =>
        (await connection.QueryAsync($"select max({column}) from {Incoming}", r => r.IsDBNull(0) ? null : (DateOnly?)r.GetFieldValue<DateOnly>(0)))[0];

    /// <param name="deleteWhere">Stored rows to delete unless they are staged; null deletes none.</param>
    /// <param name="parameters">Parameters of <paramref name="deleteWhere"/>.</param>
    public async Task<PublishCount> MergeAsync(string runId, string? deleteWhere = null, params object?[] parameters)
    {
        var regrouped = table.Key.Contains(Model) && RowRetention == RowRetention.Always ? await DeleteRegroupedAsync() : 0;
        var deleted = deleteWhere is null ? regrouped : regrouped + await connection.ExecuteAsync(
            $"delete from {table.Name} as t where {deleteWhere} and not exists (select 1 from {Incoming} i where {sameKey})", parameters);
        var updated = await connection.ExecuteAsync($"""
            update {table.Name} as t set {string.Join(", ", columns.Except(table.Key).Select(c => $"{c} = i.{c}"))}, {RunId} = $1
            from {Incoming} i where {sameKey} {(RowRetention == RowRetention.Always ? $"and t.{Generated} <= i.{Generated}" : "")}
                and ({string.Join(" or ", columns.Except(table.Key).Except([Generated]).Select(c => $"t.{c} is distinct from i.{c}"))})
            """, runId);
        var inserted = await connection.ExecuteAsync($"""
            insert into {table.Name} ({ColumnList}, {RunId})
            select {ColumnList}, $1 from {Incoming} i where not exists (select 1 from {table.Name} t where {sameKey})
            """, runId);
        var added = inserted + (direct?.Appended ?? 0);
        return new PublishCount(added, updated, deleted, received - added - updated);
    }

    /// <summary>Deletes rows that the query broke out by model in another way before: a statement reports every model of a balance.</summary>
    private Task<int> DeleteRegroupedAsync() => connection.ExecuteAsync($"""
        delete from {table.Name} as t where not exists (select 1 from {Incoming} i where {sameKey}) and exists (select 1 from {Incoming} i
        where {string.Join(" and ", table.Key.Where(k => k != Model).Select(k => $"i.{k} = t.{k}"))} and t.{Generated} <= i.{Generated})
        """);

    public static DataUnfitException Contradiction(Table table, IEnumerable<string> key, AccountStatement statement) =>
        new($"{table.Name}: duplicate key {string.Join(' ', key)} with different values in the statement {statement}; "
            + "expected one row per key. No row of the statement was stored");

    /// <summary>A key that occurs more than once, or null.</summary>
    private async Task<List<string>?> DuplicateKeyAsync(string rows) => (await connection.QueryAsync(
        $"select {table.KeyList} from {rows} group by {table.KeyList} having count(*) > 1 limit 1",
        r => table.Key.Select((k, i) => $"{k} {r.GetValue(i)}").ToList())).FirstOrDefault();
}
