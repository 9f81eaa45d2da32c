using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Publish;

/// <summary>The published tables; every method is one transaction and idempotent.</summary>
/// <remarks>Call <see cref="MigrateAsync"/> first, once a run; it costs one query when the schema is current.</remarks>
public interface ITables
{
    /// <summary>Creates missing tables, adds new columns and sets comments; drops nothing.</summary>
    Task MigrateAsync(CancellationToken ct = default);

    /// <summary>Makes <c>market_analysis_cache</c> equal to the batch, one row per symbol. Unchanged rows keep their <c>run_id</c>.</summary>
    /// <param name="latest">Columns as in <see cref="FeatureSchema"/>; an empty batch is refused.</param>
    /// <param name="inputs">Fingerprint of what the rows were made from, for <see cref="UnchangedCacheAsync"/>; null for none.</param>
    Task<PublishCount> PublishCacheAsync(RecordBatch latest, string runId, string? inputs = null, CancellationToken ct = default);

    /// <summary>The number of rows, when the cache was last published from these inputs and still holds exactly what was published; otherwise null.</summary>
    Task<int?> UnchangedCacheAsync(string inputs, CancellationToken ct = default);

    /// <summary>The newest session in <c>market_analysis_cache</c>; null when it is empty.</summary>
    Task<DateOnly?> PublishedThroughAsync(CancellationToken ct = default);

    /// <summary>Appends to <c>market_analysis_history</c>; rows there are never changed or deleted.</summary>
    /// <remarks>
    /// A recorded day is unchanged when it is equal in every column that both the stored and the new row have, so a column
    /// added to the catalogue is no change; one that depends on the other symbols of the session does not count. A changed day
    /// is refused or, with a reason, appended as the next revision.
    /// </remarks>
    /// <param name="rows">Columns as in <see cref="FeatureSchema"/>.</param>
    /// <param name="inputs">Fingerprint of what the rows were made from, for <see cref="UnchangedHistoryAsync"/>; null for none.</param>
    Task<HistoryCount> AppendHistoryAsync(RecordBatch rows, string runId, string? restateReason, string? inputs = null, CancellationToken ct = default);

    /// <summary>
    /// The number of rows appended last, when they were made from these inputs, none was refused, and the recorded days of their sessions are what they
    /// were then; otherwise null.
    /// </summary>
    Task<int?> UnchangedHistoryAsync(string inputs, CancellationToken ct = default);

    /// <summary>Updates the membership intervals of an index from the member list of <paramref name="asOf"/>.</summary>
    /// <remarks>
    /// A list older than the stored one changes nothing (<see cref="MembershipChange.OutOfDate"/>). A member that left and
    /// returned on the same day keeps its interval. A changed name, sector or industry updates the open interval; a member without one keeps the stored one.
    /// An empty list is refused.
    /// </remarks>
    /// <param name="renames">Ticker changes: when the old ticker leaves as the new one joins, the interval continues under the new ticker.</param>
    Task<MembershipChange> RefreshConstituentsAsync(
        string index, IReadOnlyList<IndexMember> members, DateOnly asOf, IReadOnlyList<Rename>? renames = null, CancellationToken ct = default);

    /// <summary>Current members of the given indices, or of any index; distinct, in ordinal order.</summary>
    Task<IReadOnlyList<string>> ActiveConstituentsAsync(IReadOnlyList<string>? indices = null, CancellationToken ct = default);

    /// <summary>The day of the newest stored member list of an index; null without one.</summary>
    Task<DateOnly?> ListedOnAsync(string index, CancellationToken ct = default);

    /// <summary>Members of an index on a session, in ordinal order; the first day a symbol is missing is not a day of membership.</summary>
    Task<IReadOnlyList<string>> MembersAsync(string index, DateOnly session, CancellationToken ct = default);

    /// <summary>Every membership interval, ordered by index, symbol and first day.</summary>
    Task<IReadOnlyList<Membership>> MembershipsAsync(CancellationToken ct = default);

    /// <summary>Number of symbols in <c>market_analysis_history</c> per session; sessions without any are absent.</summary>
    Task<IReadOnlyDictionary<DateOnly, int>> RecordedSymbolsAsync(DateOnly first, DateOnly last, CancellationToken ct = default);

    /// <summary>Ingests one broker statement: merges its rows into their tables, then runs the tie-outs.</summary>
    /// <remarks>
    /// Rows are read inside the transaction, which rolls back when reading throws. Equal rows stay untouched, and a row of an
    /// older statement never replaces one of a newer statement. Tie-out breaks are stored; they do not roll back the rows.
    /// </remarks>
    /// <param name="rows">Rows of the statement tables given to the target, in any order.</param>
    /// <exception cref="DataUnfitException">Two rows of the statement have the same key and different values.</exception>
    Task<StatementResult> IngestStatementAsync(StatementEntry entry, IEnumerable<TableRows> rows, CancellationToken ct = default);

    /// <summary>Equity positions of all accounts, long and short, ordered by account and symbol.</summary>
    Task<IReadOnlyList<Holding>> HoldingsAsync(CancellationToken ct = default);

    /// <summary>The accounts with their open positions and the days that statements cover, ordered by account.</summary>
    Task<IReadOnlyList<BrokerAccount>> AccountsAsync(CancellationToken ct = default);

    /// <summary>Closes the open positions of an account on a day; the history stays, and a statement of a later day opens them again.</summary>
    /// <returns>The number of positions closed.</returns>
    /// <exception cref="ConfigurationException">The account is unknown, or has positions of a later day.</exception>
    Task<int> RetireAccountAsync(string account, DateOnly day, string runId, CancellationToken ct = default);

    /// <summary>Number and hash of the rows of the tables filled from broker statements: equal for equal rows.</summary>
    Task<string> StatementContentAsync(CancellationToken ct = default);

    /// <summary>Number and hash of the rows of published tables: equal for equal rows. Columns of JSON are left out.</summary>
    Task<string> ContentAsync(IReadOnlyCollection<string> tables, CancellationToken ct = default);

    /// <summary>Records the outcome of a run's jobs, replacing an earlier outcome of the same run and job.</summary>
    Task RecordJobsAsync(IReadOnlyList<JobRun> jobs, CancellationToken ct = default);

    /// <summary>Counts, and unless <paramref name="isDryRun"/> deletes, the rows of <c>job_run</c> that began before a time.</summary>
    /// <remarks>The newest row of each job that is ok or partial stays, and so do the rows of the runs to keep.</remarks>
    /// <param name="keep">Run identifiers.</param>
    Task<int> PruneJobsAsync(DateTimeOffset before, IReadOnlyCollection<string> keep, bool isDryRun, CancellationToken ct = default);
}
