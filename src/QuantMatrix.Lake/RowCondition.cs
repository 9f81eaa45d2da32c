using Apache.Arrow;
using DuckDB.NET.Data;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Evaluates a valid condition for each row of Arrow batches of one schema, in memory and on the calling thread.</summary>
public sealed class RowCondition : IDisposable
{
    private const string Table = "batch";

    private readonly DuckDBConnection connection = LakeSql.Open(rows: 0);
    private readonly int[] columns;
    private readonly string create, condition;

    /// <param name="schema">Of the batches.</param>
    /// <param name="used">The columns of the condition.</param>
    /// <param name="condition">An SQL expression.</param>
    public RowCondition(Schema schema, IEnumerable<string> used, string condition)
    {
        // A condition without columns is evaluated for each row all the same.
        columns = [.. used.DefaultIfEmpty(schema.GetFieldByIndex(0).Name).Select(name => schema.GetFieldIndex(name))];
        (create, this.condition) = (ArrowAppender.Create(Table, columns.Select(schema.GetFieldByIndex)), condition);
        _ = new SqlRestriction(connection, []);
    }

    /// <returns>True, false, or null for NULL, in the order of the rows.</returns>
    /// <exception cref="DataUnfitException">The condition has no value for one of the rows.</exception>
    public async Task<bool?[]> EvaluateAsync(RecordBatch rows, CancellationToken ct)
    {
        connection.Execute(create);
        ArrowAppender.Append(connection, Table, [.. columns.Select(rows.Column)], rows.Length);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {condition} FROM {Table}";
        var (values, next) = (new bool?[rows.Length], 0);
        try
        {
            using var stream = command.ExecuteArrowStream();
            while (await stream.ReadNextRecordBatchAsync(ct) is { } batch)
                using (batch)
                    for (var r = 0; r < batch.Length; r++) values[next++] = ((BooleanArray)batch.Column(0)).GetValue(r);
        }
        catch (Exception e) when (e is DuckDBException or IOException)
        {
            throw new DataUnfitException($"condition {condition.Trim()}: {e.Message.Split('\n')[0]}", e);
        }
        return values;
    }

    public void Dispose() => connection.Dispose();
}
