using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Publish;

/// <summary>Where the published tables live; every method is one transaction and safe to repeat.</summary>
/// <remarks><see cref="MigrateAsync"/> comes first, once a run; it costs one look when nothing changed.</remarks>
public interface ITables
{
    /// <summary>Creates what is missing and adds new columns, with their meaning as comments; nothing is ever dropped.</summary>
    Task MigrateAsync(CancellationToken ct = default);

    /// <summary>Makes <c>market_analysis_cache</c> equal to the batch: one row a symbol. Equal rows keep their <c>run_id</c>.</summary>
    /// <param name="latest">In the form of <see cref="FeatureSchema"/>; an empty batch is refused.</param>
    Task<PublishCount> PublishCacheAsync(RecordBatch latest, string runId, CancellationToken ct = default);

    /// <summary>Adds to <c>market_analysis_history</c>, of which no row is ever changed or removed.</summary>
    /// <remarks>
    /// A day already there is left alone when equal in all columns that both the stored and the given row have, so a new
    /// column of the catalogue is no change. A day that differs is refused, or, with a reason, becomes its next revision.
    /// </remarks>
    /// <param name="rows">In the form of <see cref="FeatureSchema"/>.</param>
    Task<HistoryCount> AppendHistoryAsync(RecordBatch rows, string runId, string? restateReason, CancellationToken ct = default);

    /// <summary>Brings the membership intervals of an index to the member list seen on <paramref name="asOf"/>.</summary>
    /// <remarks>
    /// A list older than what is stored changes nothing (<see cref="MembershipChange.OutOfDate"/>): the past is not rewritten.
    /// A member that left and came back on the same day never left. An empty list is refused.
    /// </remarks>
    /// <param name="renames">A member that left while its new ticker came has not left: the interval goes on under the new ticker.</param>
    Task<MembershipChange> RefreshConstituentsAsync(string index, IReadOnlyList<string> members, DateOnly asOf, IReadOnlyList<Rename>? renames = null, CancellationToken ct = default);

    /// <summary>Symbols that are members now, of the given indices or of any, each once, in ordinal order.</summary>
    Task<IReadOnlyList<string>> ActiveConstituentsAsync(IReadOnlyList<string>? indices = null, CancellationToken ct = default);

    /// <summary>Members of an index in a session, in ordinal order; the day a symbol was first missing is no longer a day of membership.</summary>
    Task<IReadOnlyList<string>> MembersAsync(string index, DateOnly session, CancellationToken ct = default);

    /// <summary>Every interval of membership, in the order of index, symbol and first day.</summary>
    Task<IReadOnlyList<Membership>> MembershipsAsync(CancellationToken ct = default);

    /// <summary>How many symbols <c>market_analysis_history</c> holds of each session from <paramref name="first"/> to <paramref name="last"/>; a session without any is left out.</summary>
    Task<IReadOnlyDictionary<DateOnly, int>> RecordedSymbolsAsync(DateOnly first, DateOnly last, CancellationToken ct = default);

    /// <summary>Takes one statement of a broker: its rows are merged into their tables, then the tie-outs are looked at.</summary>
    /// <remarks>
    /// Rows are read while the transaction is open; nothing is kept when reading throws. A row that is equal is left alone, and one of an older statement does not
    /// replace one of a newer. Breaks are stored, and the rows stay.
    /// </remarks>
    /// <param name="rows">Of the tables handed to the target, in any order.</param>
    /// <exception cref="DataUnfitException">Two rows of the statement have one key and differ.</exception>
    Task<StatementCount> TakeStatementAsync(StatementEntry entry, IEnumerable<TableRows> rows, CancellationToken ct = default);

    /// <summary>Stocks and the like that the accounts hold or owe, in the order of account and symbol.</summary>
    Task<IReadOnlyList<Holding>> HoldingsAsync(CancellationToken ct = default);

    /// <summary>Writes the outcome of the jobs of a run; the same run and job again replaces it.</summary>
    Task RecordJobsAsync(IReadOnlyList<JobRun> jobs, CancellationToken ct = default);
}
