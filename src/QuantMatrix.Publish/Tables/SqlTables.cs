using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>The published tables in SQL that every target understands; a target adds its migration, its way into the cache and its transactions.</summary>
internal abstract class SqlTables<TSession>(IReadOnlyList<Column> columns, IReadOnlyList<Table> statements, TimeProvider clock) : ITables
    where TSession : ITableConnection
{
    private readonly Schema schema = FeatureSchema.Of(columns);

    protected PublishedTables Tables { get; } = new(columns, statements);

    protected TimeProvider Clock => clock;

    public abstract Task MigrateAsync(CancellationToken ct = default);

    public Task<PublishCount> PublishCacheAsync(RecordBatch latest, string runId, CancellationToken ct = default)
    {
        var rows = new PublishedRows(latest, schema).Unique(key => key.Symbol);
        if (rows.Count == 0) throw new DataUnfitException($"{Tables.Cache.Name}: the batch is empty and would remove every row; expected at least one symbol");
        return WriteAsync(session => PublishAsync(session, rows, runId), ct);
    }

    public Task<HistoryCount> AppendHistoryAsync(RecordBatch rows, string runId, string? restateReason, CancellationToken ct = default)
    {
        var days = new PublishedRows(rows, schema).Unique(key => key);
        return WriteAsync(async session =>
        {
            await MakeRoomAsync(session, days);
            return await new HistoryAppend(session, Tables, days, new(runId, restateReason, clock.GetUtcNow())).RunAsync();
        }, ct);
    }

    public Task<MembershipChange> RefreshConstituentsAsync(
        string index, IReadOnlyList<string> members, DateOnly asOf, IReadOnlyList<Rename>? renames = null, CancellationToken ct = default)
    {
        if (members.Count == 0)
            throw new DataUnfitException($"index_constituents: the member list of {index} as of {asOf:yyyy-MM-dd} is empty; expected at least one");
        return WriteAsync(session => new ConstituentsRefresh(session, index, asOf).RunAsync(members, renames ?? []), ct);
    }

    public async Task<IReadOnlyList<string>> ActiveConstituentsAsync(IReadOnlyList<string>? indices = null, CancellationToken ct = default)
    {
        var members = await ReadAsync(session => session.QueryAsync(
            "select index_name, symbol from index_constituents where is_active", r => (Index: r.GetString(0), Symbol: r.GetString(1))), ct);
        return members.Where(m => indices?.Contains(m.Index) ?? true).Select(m => m.Symbol).InOrder();
    }

    public async Task<IReadOnlyList<string>> MembersAsync(string index, DateOnly session, CancellationToken ct = default) =>
        (await ReadAsync(file => file.QueryAsync(
            $"select symbol from {PublishedTables.IndexMembers} where index_name = $1 and $2 between member_from and member_until", r => r.GetString(0), index, session), ct)).InOrder();

    public async Task<IReadOnlyList<Membership>> MembershipsAsync(CancellationToken ct = default) =>
        await ReadAsync(session => session.QueryAsync(
            "select index_name, symbol, first_seen_at, became_inactive_at from index_constituents order by index_name, symbol, first_seen_at",
            r => new Membership(r.GetString(0), r.GetString(1), r.GetFieldValue<DateOnly>(2), r.IsDBNull(3) ? null : r.GetFieldValue<DateOnly>(3))), ct);

    public async Task<IReadOnlyDictionary<DateOnly, int>> RecordedSymbolsAsync(DateOnly first, DateOnly last, CancellationToken ct = default) =>
        (await ReadAsync(session => session.QueryAsync(
            "select date, count(distinct symbol) from market_analysis_history where date between $1 and $2 group by date",
            r => (Date: r.GetFieldValue<DateOnly>(0), Symbols: (int)r.GetInt64(1)), first, last), ct)).ToDictionary(r => r.Date, r => r.Symbols);

    public Task RecordJobsAsync(IReadOnlyList<JobRun> jobs, CancellationToken ct = default) => WriteAsync(async session =>
    {
        foreach (var job in jobs) await JobRecord.WriteAsync(session, Tables.Jobs, job);
        return jobs.Count;
    }, ct);

    public Task<StatementCount> TakeStatementAsync(StatementEntry entry, IEnumerable<TableRows> rows, CancellationToken ct = default) =>
        WriteAsync(session => new StatementIngest(session, Tables, entry).RunAsync(rows), ct);

    public async Task<IReadOnlyList<Holding>> HoldingsAsync(CancellationToken ct = default) =>
        await ReadAsync(session => session.QueryAsync(
            "select account_id, symbol, ticker, currency, listing_exchange, quantity from positions where coalesce(asset_category, 'STK') = 'STK' and quantity <> 0 and symbol is not null order by account_id, symbol",
            r => new Holding(r.GetString(0), r.GetString(1), Text(r, 2), Text(r, 3), Text(r, 4), r.GetDecimal(5))), ct);

    private static string? Text(System.Data.Common.DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>Makes the cache equal to the rows, touching only what differs.</summary>
    protected abstract Task<PublishCount> PublishAsync(TSession session, PublishedRows rows, string runId);

    /// <summary>Makes what the history needs to take the rows.</summary>
    protected virtual Task MakeRoomAsync(TSession session, PublishedRows rows) => Task.CompletedTask;

    /// <summary>Work that changes something, as one transaction; one at a time.</summary>
    protected abstract Task<T> WriteAsync<T>(Func<TSession, Task<T>> work, CancellationToken ct);

    protected abstract Task<T> ReadAsync<T>(Func<TSession, Task<T>> work, CancellationToken ct);
}
