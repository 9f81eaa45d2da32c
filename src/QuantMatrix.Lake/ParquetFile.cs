using Apache.Arrow;
using DuckDB.NET.Data;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Any Parquet file as Arrow batches, rows in the file's order.</summary>
public static class ParquetFile
{
    /// <exception cref="DataUnfitException">It cannot be read as Parquet.</exception>
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
