using Apache.Arrow;
using DuckDB.NET.Data;
using Parquet;
using Parquet.Schema;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>DuckDB over the lake's files: one in-memory database, one connection per call.</summary>
internal sealed class LakeSql : IDisposable
{
    /// <summary>Rows that DuckDB hands to a thread at once: of fewer, a second thread would read none, and the first would wait for it in a loop.</summary>
    private const long RowGroup = 122_880;

    /// <summary>DuckDB would keep the bytes of files read, which the page cache already has.</summary>
    private const string WithoutFileCache = ";enable_external_file_cache=false";

    private readonly Lazy<DuckDBConnection> root;
    private long rows;

    public LakeSql() => root = new(() => Open(Interlocked.Read(ref rows)));

    /// <summary>Batches of a query's rows, in the order of the files read. A batch is disposed when the next one is read.</summary>
    public async IAsyncEnumerable<RecordBatch> QueryAsync(string sql, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var connection = root.Value.Duplicate();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var stream = Run(command);
        while (await NextAsync(stream, ct) is { } batch)
            using (batch) yield return batch;
    }

    /// <summary>The single value of a one-row query.</summary>
    public object? Scalar(string sql)
    {
        using var connection = root.Value.Duplicate();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        try
        {
            return command.ExecuteScalar();
        }
        catch (DuckDBException e)
        {
            throw Unreadable(e);
        }
    }

    public static string Date(DateOnly date) => $"DATE '{Day.Text(Day.Of(date))}'";

    /// <summary>Called with a manifest before its files are queried; returns it.</summary>
    public Manifest Expect(Manifest manifest)
    {
        var count = manifest.AllRows;
        if (Interlocked.Exchange(ref rows, count) <= RowGroup && count > RowGroup && root.IsValueCreated) root.Value.Execute("RESET threads");
        return manifest;
    }

    public void Dispose()
    {
        if (root.IsValueCreated) root.Value.Dispose();
    }

    /// <summary>A database in memory for queries over so many rows.</summary>
    internal static DuckDBConnection Open(long rows)
    {
        var connection = new DuckDBConnection($"DataSource=:memory:{WithoutFileCache}{(rows > RowGroup ? "" : ";threads=1")}");
        connection.Open();
        return connection;
    }

    internal static Apache.Arrow.Ipc.IArrowArrayStream Run(DuckDBCommand command)
    {
        try
        {
            return command.ExecuteArrowStream();
        }
        catch (DuckDBException e)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>Rows are decoded as they are read: a damaged page is found only here.</summary>
    internal static async ValueTask<RecordBatch?> NextAsync(Apache.Arrow.Ipc.IArrowArrayStream stream, CancellationToken ct)
    {
        try
        {
            return await stream.ReadNextRecordBatchAsync(ct);
        }
        catch (Exception e) when (e is DuckDBException or IOException)
        {
            throw Unreadable(e);
        }
    }

    private static DataUnfitException Unreadable(Exception e) =>
        new($"cannot read Parquet: {e.Message.Split('\n')[0]}. If the file is damaged: ./run.sh verify --full finds it, ./run.sh repair rebuilds it", e);
}

/// <summary>Any Parquet file as Arrow batches, rows in the file's order.</summary>
public static class ParquetFile
{
    /// <summary>Writes batches of one schema.</summary>
    public static async Task WriteAsync(Stream file, IEnumerable<RecordBatch> batches, CancellationToken ct)
    {
        ParquetWriter? writer = null;
        DataField[] fields = [];
        foreach (var batch in batches)
        {
            if (writer is null) fields = [.. batch.Schema.FieldsList.Select(ParquetColumns.Of)];
            writer ??= await ParquetWriter.CreateAsync(new ParquetSchema(fields), file, cancellationToken: ct);
            using var group = writer.CreateRowGroup();
            for (var c = 0; c < fields.Length; c++) await ParquetColumns.WriteAsync(group, fields[c], batch.Column(c), 0, batch.Length);
        }
        if (writer is not null) await writer.DisposeAsync();
    }

    /// <exception cref="DataUnfitException">The file is not readable Parquet.</exception>
    public static IEnumerable<RecordBatch> Read(string path, CancellationToken ct)
    {
        using var connection = LakeSql.Open(rows: long.MaxValue);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM read_parquet({SqlText.Quote(path)}, hive_partitioning = false)";
        using var stream = LakeSql.Run(command);
        while (LakeSql.NextAsync(stream, ct).AsTask().GetAwaiter().GetResult() is { } batch) yield return batch;
    }
}
