using System.Data.Common;
using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>The published tables in SQL that every target understands; a target adds its migration, cache merge and transactions.</summary>
internal abstract class SqlTables<TConnection>(IReadOnlyList<Column> columns, IReadOnlyList<Table> statements, TimeProvider clock) : ITables
    where TConnection : ITableConnection
{
    /// <summary>PostgreSQL allows 65,535 parameters.</summary>
    private const int JobsPerStatement = 1_000;

    private readonly Schema schema = FeatureSchema.Of(columns);

    protected PublishedTables Tables { get; } = new(columns, statements);

    protected TimeProvider Clock => clock;

    public abstract Task MigrateAsync(CancellationToken ct = default);

    public Task<PublishCount> PublishCacheAsync(RecordBatch latest, string runId, string? inputs = null, CancellationToken ct = default)
    {
        var rows = new PublishedRows(latest, schema).Unique(key => key.Symbol);
        if (rows.Count == 0) throw new DataUnfitException($"{Tables.Cache.Name}: the batch is empty and would delete every row; expected at least one symbol");
        return WriteAsync(async connection =>
        {
            var count = await PublishAsync(connection, rows, runId);
            await Stamp(connection, Tables.Cache).WriteAsync(inputs, rows);
            return count;
        }, ct);
    }

    public Task<int?> UnchangedCacheAsync(string inputs, CancellationToken ct = default) =>
        ReadAsync(connection => Stamp(connection, Tables.Cache).UnchangedAsync(inputs), ct);

    public async Task<DateOnly?> PublishedThroughAsync(CancellationToken ct = default) =>
        (await QueryAsync($"select max(date) from {Tables.Cache.Name}", Date, ct)).Single();

    public Task<HistoryCount> AppendHistoryAsync(
        RecordBatch rows, string runId, string? restateReason, string? inputs = null, CancellationToken ct = default)
    {
        var days = new PublishedRows(rows, schema).Unique(key => key);
        return WriteAsync(async connection =>
        {
            await PrepareHistoryAsync(connection, days);
            var count = await new HistoryAppend(connection, Tables, days, new(runId, restateReason, clock.GetUtcNow())).RunAsync();
            await Stamp(connection, Tables.History).WriteAsync(count.Refused == 0 ? inputs : null, days);
            return count;
        }, ct);
    }

    public Task<int?> UnchangedHistoryAsync(string inputs, CancellationToken ct = default) =>
        ReadAsync(connection => Stamp(connection, Tables.History).UnchangedAsync(inputs), ct);

    public Task<MembershipChange> RefreshConstituentsAsync(
        string index, IReadOnlyList<IndexMember> members, DateOnly asOf, IReadOnlyList<Rename>? renames = null, CancellationToken ct = default)
    {
        if (members.Count == 0)
            throw new DataUnfitException($"index_constituents: the member list of {index} as of {asOf:yyyy-MM-dd} is empty; expected at least one member");
        return WriteAsync(connection => new ConstituentsRefresh(connection, index, asOf).RunAsync(members, renames ?? []), ct);
    }

    public async Task<IReadOnlyList<string>> ActiveConstituentsAsync(IReadOnlyList<string>? indices = null, CancellationToken ct = default)
    {
        var members = await QueryAsync(
            "select index_name, symbol from index_constituents where is_active", r => (Index: r.GetString(0), Symbol: r.GetString(1)), ct);
        return members.Where(m => indices?.Contains(m.Index) ?? true).Select(m => m.Symbol).InOrder();
    }

    public async Task<DateOnly?> ListedOnAsync(string index, CancellationToken ct = default) => (await QueryAsync(
        "select max(greatest(last_seen_at, coalesce(became_inactive_at, last_seen_at))) from index_constituents where index_name = $1",
        Date, ct, index)).Single();

    public async Task<IReadOnlyList<string>> MembersAsync(string index, DateOnly session, CancellationToken ct = default) => (await QueryAsync(
        $"select symbol from {PublishedTables.IndexMembers} where index_name = $1 and $2 between member_from and member_until",
        r => r.GetString(0), ct, index, session)).InOrder();

    public async Task<IReadOnlyList<Membership>> MembershipsAsync(CancellationToken ct = default) => await QueryAsync(
        "select index_name, symbol, first_seen_at, became_inactive_at, name, sector, industry from index_constituents order by 1, 2, 3",
        r => new Membership(r.GetString(0), r.GetString(1), r.GetFieldValue<DateOnly>(2), r.IsDBNull(3) ? null : r.GetFieldValue<DateOnly>(3))
        {
            Name = Text(r, 4), Sector = Text(r, 5), Industry = Text(r, 6),
        }, ct);

    public async Task<IReadOnlyDictionary<DateOnly, int>> RecordedSymbolsAsync(DateOnly first, DateOnly last, CancellationToken ct = default) =>
        (await QueryAsync(
            "select date, count(distinct symbol) from market_analysis_history where date between $1 and $2 group by date",
            r => (Date: r.GetFieldValue<DateOnly>(0), Symbols: (int)r.GetInt64(1)), ct, first, last)).ToDictionary(r => r.Date, r => r.Symbols);

    public Task RecordJobsAsync(IReadOnlyList<JobRun> jobs, CancellationToken ct = default) => WriteAsync(async connection =>
    {
        foreach (var part in jobs.Reverse().DistinctBy(j => (j.RunId, j.Job)).Chunk(JobsPerStatement)) await RecordAsync(connection, part);
        return jobs.Count;
    }, ct);

    public Task<int> PruneJobsAsync(DateTimeOffset before, IReadOnlyCollection<string> keep, bool isDryRun, CancellationToken ct = default)
    {
        var kept = string.Concat(keep.Select(id => $", {SqlText.Quote(id)}"));
        var old = $"""
            from job_run where started_at < $1 and run_id not in (''{kept}) and (job, run_id) not in
            (select job, max(run_id) from job_run where status in ('ok', 'partial') group by job)
            """;
        return isDryRun ? ReadAsync(async connection => (int)(await connection.QueryAsync($"select count(*) {old}", r => r.GetInt64(0), before))[0], ct)
            : WriteAsync(connection => connection.ExecuteAsync($"delete {old}", before), ct);
    }

    public virtual Task<StatementResult> IngestStatementAsync(StatementEntry entry, IEnumerable<TableRows> rows, CancellationToken ct = default) =>
        WriteAsync(connection => IngestAsync(connection, entry, rows), ct);

    public async Task<IReadOnlyList<Holding>> HoldingsAsync(CancellationToken ct = default) => await QueryAsync("""
        select account_id, symbol, ticker, currency, listing_exchange, quantity from positions
        where coalesce(asset_category, 'STK') = 'STK' and quantity <> 0 and symbol is not null order by account_id, symbol
        """, r => new Holding(r.GetString(0), r.GetString(1), Text(r, 2), Text(r, 3), Text(r, 4), r.GetDecimal(5)), ct);

    public Task<IReadOnlyList<BrokerAccount>> AccountsAsync(CancellationToken ct = default) => ReadAsync(BrokerAccounts.ReadAsync, ct);

    public Task<int> RetireAccountAsync(string account, DateOnly day, string runId, CancellationToken ct = default) => WriteAsync(
        connection => new AccountRetirement(connection, Tables, account).RunAsync(day, clock.GetUtcNow().UtcDateTime, runId), ct);

    public Task<string> StatementContentAsync(CancellationToken ct = default) =>
        ContentAsync([Tables.AccountStatements, Tables.TieOuts, Tables.Checks, .. Tables.Statements], ct);

    public Task<string> ContentAsync(IReadOnlyCollection<string> tables, CancellationToken ct = default) =>
        ContentAsync([.. Tables.All.Where(t => tables.Contains(t.Name))], ct);

    private async Task<string> ContentAsync(IReadOnlyCollection<Table> tables, CancellationToken ct)
    {
        if (tables.Count == 0) return "";
        var rows = await QueryAsync(string.Join(" union all ", tables.Select(Content)), r => $"{r.GetString(0)} {r.GetInt64(1)} {r.GetString(2)}", ct);
        return string.Join(' ', rows.Order(StringComparer.Ordinal));
    }

    protected Task<StatementResult> IngestAsync(ITableConnection connection, StatementEntry entry, IEnumerable<TableRows> rows) =>
        new StatementIngest(connection, Tables, entry).RunAsync(rows);

    private string Content(Table table)
    {
        var columns = table.Columns.Where(c => c.Type != ColumnType.Json).Select(c => c.Name);
        return $"select '{table.Name}', {PublishedInputs.Content(RowHash)} from (select {string.Join(", ", columns)} from {table.Name}) t";
    }

    /// <summary>SQL of a hash of the row <c>t</c>.</summary>
    protected abstract string RowHash { get; }

    private PublishedInputs Stamp(ITableConnection connection, Table table) => new(connection, Tables, table, RowHash);

    /// <summary>Makes the cache equal to the rows, changing only rows that differ.</summary>
    protected abstract Task<PublishCount> PublishAsync(TConnection connection, PublishedRows rows, string runId);

    /// <summary>Creates what the history needs before the rows are appended, such as partitions.</summary>
    protected virtual Task PrepareHistoryAsync(TConnection connection, PublishedRows rows) => Task.CompletedTask;

    /// <summary>Runs changes as one transaction; transactions that write are serialized.</summary>
    protected abstract Task<T> WriteAsync<T>(Func<TConnection, Task<T>> work, CancellationToken ct);

    protected abstract Task<T> ReadAsync<T>(Func<TConnection, Task<T>> work, CancellationToken ct);

    private Task<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> read, CancellationToken ct, params object?[] parameters) =>
        ReadAsync(connection => connection.QueryAsync(sql, read, parameters), ct);

    private static DateOnly? Date(DbDataReader row) => row.IsDBNull(0) ? null : row.GetFieldValue<DateOnly>(0);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private Task<int> RecordAsync(ITableConnection connection, JobRun[] jobs)
    {
        var columns = Tables.Jobs.Columns;
        var rows = jobs.Select((_, row) => string.Join(", ", columns.Select((c, i) =>
            $"${(row * columns.Count) + i + 1}{(c.Type == ColumnType.Json ? "::json" : "")}")));
        return connection.ExecuteAsync($"""
            insert into {Tables.Jobs.Name} ({Tables.Jobs.ColumnList}) values ({string.Join("), (", rows)})
            on conflict ({Tables.Jobs.KeyList}) do update set {TableScript.UpdateList(Tables.Jobs)}
            """, [.. jobs.SelectMany(Values)]);
    }

    private static object?[] Values(JobRun job) =>
    [
        job.RunId, job.Job, job.Kind, job.Status.ToString().ToLowerInvariant(), job.StartedAt, job.FinishedAt, job.Summary,
        WrittenJson.Text(json =>
        {
            json.WriteStartObject();
            foreach (var counter in job.Counters) json.WriteNumber(counter.Key, counter.Value);
            json.WriteEndObject();
        }),
    ];
}
