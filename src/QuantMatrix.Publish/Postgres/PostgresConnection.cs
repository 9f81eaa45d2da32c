using System.Data.Common;
using Npgsql;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Postgres;

/// <summary>The connection of one transaction on the server.</summary>
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

    /// <summary>Streams the rows of a table, or some of its columns, in binary COPY format; a row is valid until the next one.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> CopyOutAsync(string table)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync($"copy {table} to stdout (format binary)", ct);
        var rows = new CopyReader();
        while (await copy.ReadAsync(rows.Free, ct) is > 0 and var count)
        {
            rows.Advance(count);
            while (rows.TryRead(out var row)) yield return row;
        }
    }

    /// <summary>A failed copy is not disposed: closing the connection rolls it back with the transaction.</summary>
    private async Task CopyAsync(string table, int rows, Action<IRowWriter, int> fill)
    {
        var copy = await connection.BeginRawBinaryCopyAsync($"copy {table} from stdin (format binary)", ct);
        var writer = new CopyWriter();
        for (var i = 0; i < rows; i++)
        {
            writer.BeginRow();
            fill(writer, i);
            writer.EndRow();
            if (writer.IsBlockFull) await SendAsync();
        }
        writer.End();
        await SendAsync();
        await copy.DisposeAsync();

        async Task SendAsync()
        {
            await copy.WriteAsync(writer.Buffered, ct);
            writer.Clear();
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
