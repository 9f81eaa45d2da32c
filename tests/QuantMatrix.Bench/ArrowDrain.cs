using DuckDB.NET.Data;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;

namespace QuantMatrix.Bench;

/// <summary>Baseline: DuckDB reads all bars as Arrow batches, unordered, on its own threads.</summary>
internal sealed class ArrowDrain : IDisposable
{
    private readonly DuckDBConnection connection = new("DataSource=:memory:");
    private readonly string query;

    public ArrowDrain(DataLake lake)
    {
        connection.Open();
        query = $"SELECT symbol, date, open, high, low, close, volume FROM {lake.Reader.Source(lake.Current().Of(PriceData.Name))}";
    }

    /// <returns>Rows read.</returns>
    public async Task<long> RunAsync(CancellationToken ct)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var stream = command.ExecuteArrowStream();
        long rows = 0;
        while (await stream.ReadNextRecordBatchAsync(ct) is { } batch)
            using (batch) rows += batch.Length;
        return rows;
    }

    public void Dispose() => connection.Dispose();
}
