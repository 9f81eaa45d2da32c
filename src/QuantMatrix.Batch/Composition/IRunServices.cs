using System.Data.Common;
using Apache.Arrow;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;

namespace QuantMatrix.Batch.Composition;

/// <summary>Opens everything outside the process for the command line: the one place that decides which lake, sources and targets are used.</summary>
public interface IRunServices
{
    Task<RunContext> OpenRunAsync(RunStart start, CancellationToken ct);

    /// <summary>The newest published session, without changing anything; null when nothing has been published.</summary>
    Task<DateOnly?> PublishedThroughAsync(RunStart start, CancellationToken ct);

    /// <param name="access">Files that queries may use besides those of the lake and the published tables; null for none.</param>
    ISqlConnection OpenSql(Settings settings, SqlAccess? access = null);

    /// <summary>For a command that reads the lake, or changes it outside a run and holds the run lock meanwhile.</summary>
    /// <param name="isReadOnly">Whether not even the memo of checked files is written.</param>
    DataLake OpenLake(Settings settings, bool isReadOnly = false);
}

/// <summary>SQL over the lake and the published tables, read-only.</summary>
public interface ISqlConnection : IDisposable
{
    /// <exception cref="UsageException">The engine rejects the SQL.</exception>
    /// <exception cref="OperationCanceledException">The query was interrupted.</exception>
    DbDataReader Query(string sql, CancellationToken ct = default);

    /// <summary>Writes the rows of a query as a Parquet file, with the types of the query.</summary>
    /// <inheritdoc cref="Query" path="/exception"/>
    void Export(string sql, string file, CancellationToken ct);

    /// <summary>Adds a table for queries of this connection, from Arrow batches of one schema.</summary>
    void Add(string table, IReadOnlyList<RecordBatch> batches);

    /// <summary>The same for portable SQL: when it names published tables only, it runs on the server that holds them, without copying.</summary>
    DbDataReader QueryInPlace(string sql) => Query(sql);
}
