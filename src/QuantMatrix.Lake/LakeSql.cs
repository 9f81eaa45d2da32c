using Apache.Arrow;
using DuckDB.NET.Data;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>DuckDB over the lake's files: one in-memory database, one connection per call.</summary>
internal sealed class LakeSql : IDisposable
{
    private readonly Lazy<DuckDBConnection> root = new(Open);

    /// <summary>Batches of a query's rows, in the order of the files read. A batch is disposed when the next one is read.</summary>
    public async IAsyncEnumerable<RecordBatch> QueryAsync(string sql, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var connection = root.Value.Duplicate();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var stream = Run(command);
        while (await stream.ReadNextRecordBatchAsync(ct) is { } batch)
            using (batch) yield return batch;
    }

    /// <summary>The single value of a one-row query.</summary>
    public object? Scalar(string sql)
    {
        using var connection = root.Value.Duplicate();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    public static string Date(DateOnly date) => $"DATE '{Day.Text(Day.Of(date))}'";

    public void Dispose()
    {
        if (root.IsValueCreated) root.Value.Dispose();
    }

    internal static Apache.Arrow.Ipc.IArrowArrayStream Run(DuckDBCommand command)
    {
        try
        {
            return command.ExecuteArrowStream();
        }
        catch (DuckDBException e)
        {
            throw new DataUnfitException($"cannot read Parquet: {e.Message.Split('\n')[0]}. If the file is damaged, restore it from a copy", e);
        }
    }

    private static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        return connection;
    }
}

/// <summary>Any Parquet file as Arrow batches, rows in the file's order.</summary>
public static class ParquetFile
{
    /// <exception cref="DataUnfitException">The file is not readable Parquet.</exception>
    public static IEnumerable<RecordBatch> Read(string path, CancellationToken ct)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM read_parquet({LakeSql.Text(path)}, hive_partitioning = false)";
        using var stream = LakeSql.Run(command);
        while (stream.ReadNextRecordBatchAsync(ct).AsTask().GetAwaiter().GetResult() is { } batch) yield return batch;
    }
}
