using Apache.Arrow;
using QuantMatrix.Compute;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>The published tables in the DuckDB file.</summary>
internal sealed class EmbeddedTables(EmbeddedDatabase database, Catalogue catalogue, TimeProvider clock) : ITables
{
    private readonly PublishedTables tables = new(catalogue);
    private readonly Schema schema = catalogue.FeatureSchema;

    public Task MigrateAsync(CancellationToken cancel = default) =>
        database.RunAsync(session => new EmbeddedMigration(session, tables).Run(clock.GetUtcNow()), cancel);

    public Task<PublishCount> PublishCacheAsync(RecordBatch latest, string runId, CancellationToken cancel = default)
    {
        var rows = new PublishedRows(latest, schema).Unique(key => key.Symbol);
        return database.RunAsync(session => new CachePublish(session, tables.Cache).Run(rows, runId), cancel);
    }

    public Task<HistoryCount> AppendHistoryAsync(RecordBatch rows, string runId, string? restateReason, CancellationToken cancel = default)
    {
        var days = new PublishedRows(rows, schema).Unique(key => key);
        var entry = new HistoryEntry(runId, restateReason, clock.GetUtcNow());
        return database.RunAsync(session => new HistoryAppend(session, tables).Run(days, entry), cancel);
    }

    public Task<MembershipChange> RefreshConstituentsAsync(string index, IReadOnlyList<string> members, DateOnly asOf, CancellationToken cancel = default)
    {
        if (members.Count == 0)
            throw new DataUnfitException($"index_constituents: the member list of {index} as of {asOf:yyyy-MM-dd} is empty; expected at least one");
        return database.RunAsync(session => new ConstituentsRefresh(session, index, asOf).Run(members), cancel);
    }

    public Task<IReadOnlyList<string>> ActiveConstituentsAsync(IReadOnlyList<string>? indices = null, CancellationToken cancel = default) =>
        database.RunAsync(session => session
            .Query("select index_name, symbol from index_constituents where is_active", r => (Index: r.GetString(0), Symbol: r.GetString(1)))
            .Where(m => indices?.Contains(m.Index) ?? true).Select(m => m.Symbol).InOrder(), cancel);

    public Task<IReadOnlyList<string>> MembersAsync(string index, DateOnly session, CancellationToken cancel = default) =>
        database.RunAsync(file => file.Texts("""
            select symbol from index_constituents where index_name = $1 and first_seen_at <= $2 and coalesce($2 < became_inactive_at, true)
            """, index, session).InOrder(), cancel);

    public Task<IReadOnlyList<Membership>> MembershipsAsync(CancellationToken cancel = default) =>
        database.RunAsync<IReadOnlyList<Membership>>(session => session.Query(
            "select index_name, symbol, first_seen_at, became_inactive_at from index_constituents order by index_name, symbol, first_seen_at",
            r => new Membership(r.GetString(0), r.GetString(1), r.GetFieldValue<DateOnly>(2), r.IsDBNull(3) ? null : r.GetFieldValue<DateOnly>(3))), cancel);

    public Task<IReadOnlyDictionary<DateOnly, int>> RecordedSymbolsAsync(DateOnly first, DateOnly last, CancellationToken cancel = default) =>
        database.RunAsync<IReadOnlyDictionary<DateOnly, int>>(session => session.Query(
            "select date, count(distinct symbol) from market_analysis_history where date between $1 and $2 group by date",
            r => (Date: r.GetFieldValue<DateOnly>(0), Symbols: (int)r.GetInt64(1)), first, last).ToDictionary(r => r.Date, r => r.Symbols), cancel);

    public Task RecordJobsAsync(IReadOnlyList<JobRun> jobs, CancellationToken cancel = default) => database.RunAsync(session =>
    {
        foreach (var job in jobs) JobRecord.Write(session, tables.Jobs, job);
    }, cancel);
}
