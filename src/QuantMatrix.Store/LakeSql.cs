using Apache.Arrow;
using DuckDB.NET.Data;
using QuantMatrix.Compute;

namespace QuantMatrix.Store;

/// <summary>DuckDB over the lake's files: one in-memory database, a connection a caller.</summary>
internal sealed class LakeSql : IDisposable
{
    private readonly Lazy<DuckDBConnection> root = new(Open);

    /// <summary>Batches of a query's rows, in the order of the files read; to be read to the end.</summary>
    /// <param name="readAhead">Whether DuckDB may hold the whole result before the first batch; otherwise it stays a few batches ahead.</param>
    public async IAsyncEnumerable<RecordBatch> QueryAsync(string sql, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct, bool readAhead = true)
    {
        using var connection = root.Value.Duplicate();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = !readAhead;
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
            throw new DataUnfitException($"Parquet cannot be read: {e.Message.Split('\n')[0]}", e);
        }
    }

    private static async ValueTask<RecordBatch?> NextAsync(Apache.Arrow.Ipc.IArrowArrayStream stream, CancellationToken ct)
    {
        try
        {
            return await stream.ReadNextRecordBatchAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new DataUnfitException($"Parquet cannot be read: {e.Message.Split('\n')[0]}", e);
        }
    }

    private static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        return connection;
    }
}
