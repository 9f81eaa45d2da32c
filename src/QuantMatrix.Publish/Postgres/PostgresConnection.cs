using System.Data.Common;
using Npgsql;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Postgres;

/// <summary>One transaction on the server.</summary>
internal sealed class PostgresConnection(NpgsqlConnection connection, CancellationToken ct) : ITableConnection
{
    public async Task<int> ExecuteAsync(string sql, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> read, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(read(reader));
        return rows;
    }

    public async Task StageAsync(string table, string columnsFrom, int rows, Action<IRowWriter, int> fill)
    {
        await ExecuteAsync($"create temp table {table} on commit drop as {columnsFrom} limit 0");
        await CopyAsync(table, rows, fill);
    }

    public Task StageMoreAsync(string table, int rows, Action<IRowWriter, int> fill) => CopyAsync(table, rows, fill);

    public Task AppendAsync(Table table, int rows, Action<IRowWriter, int> fill) => CopyAsync($"{table.Name} ({table.ColumnList})", rows, fill);

    /// <summary>The rows of a table, or of some of its columns, in the binary form of COPY; each is good until the next.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> CopyOutAsync(string table)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync($"copy {table} to stdout (format binary)", ct);
        var rows = new CopiedRows();
        while (await copy.ReadAsync(rows.Free, ct) is > 0 and var read)
        {
            rows.Arrived(read);
            while (rows.TryTake(out var row)) yield return row;
        }
    }

    /// <summary>A copy that fails half-way is left to the connection's end, which takes it back with the transaction.</summary>
    private async Task CopyAsync(string table, int rows, Action<IRowWriter, int> fill)
    {
        var copy = await connection.BeginRawBinaryCopyAsync($"copy {table} from stdin (format binary)", ct);
        var gathered = new CopyRows();
        for (var i = 0; i < rows; i++)
        {
            gathered.BeginRow();
            fill(gathered, i);
            gathered.EndRow();
            if (gathered.AreWorthSending) await SendAsync();
        }
        gathered.End();
        await SendAsync();
        await copy.DisposeAsync();

        async Task SendAsync()
        {
            await copy.WriteAsync(gathered.Gathered, ct);
            gathered.Sent();
        }
    }

    private NpgsqlCommand Command(string sql, object?[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value is DateTimeOffset time ? time.ToUniversalTime() : value ?? DBNull.Value });
        return command;
    }
}
