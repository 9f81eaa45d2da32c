using System.Data.Common;
using DuckDB.NET.Data;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>One transaction in the DuckDB file; DuckDB works in this process, so nothing here waits for bytes to move.</summary>
internal sealed class EmbeddedConnection(DuckDBConnection connection) : ITableConnection
{
    /// <summary>Returns how many rows it changed.</summary>
    public int Execute(string sql, params object?[] parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    public List<T> Query<T>(string sql, Func<DbDataReader, T> read, params object?[] parameters)
    {
        using var command = Command(sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    public List<string> Texts(string sql, params object?[] parameters) => Query(sql, r => r.GetString(0), parameters);

    public void Stage(string table, string columnsFrom, int rows, Action<IRowWriter, int> fill)
    {
        Execute($"create or replace temp table {table} as {columnsFrom} limit 0");
        StageMore(table, rows, fill);
    }

    public void StageMore(string table, int rows, Action<IRowWriter, int> fill)
    {
        using var appender = connection.CreateAppender("temp", "main", table);
        for (var i = 0; i < rows; i++)
        {
            var row = appender.CreateRow();
            fill(new DuckRow(row), i);
            row.EndRow();
        }
    }

    Task<int> ITableConnection.ExecuteAsync(string sql, params object?[] parameters) => Task.FromResult(Execute(sql, parameters));

    Task<List<T>> ITableConnection.QueryAsync<T>(string sql, Func<DbDataReader, T> read, params object?[] parameters) =>
        Task.FromResult(Query(sql, read, parameters));

    Task ITableConnection.StageAsync(string table, string columnsFrom, int rows, Action<IRowWriter, int> fill)
    {
        Stage(table, columnsFrom, rows, fill);
        return Task.CompletedTask;
    }

    Task ITableConnection.StageMoreAsync(string table, int rows, Action<IRowWriter, int> fill)
    {
        StageMore(table, rows, fill);
        return Task.CompletedTask;
    }

    /// <summary>Through a staged table: the file may have the columns in another order, and more of them.</summary>
    Task ITableConnection.AppendAsync(Table table, int rows, Action<IRowWriter, int> fill)
    {
        Stage("appended", $"select {table.ColumnList} from {table.Name}", rows, fill);
        Execute($"insert into {table.Name} ({table.ColumnList}) select * from appended");
        return Task.CompletedTask;
    }

    private DuckDBCommand Command(string sql, object?[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in parameters) command.Parameters.Add(new DuckDBParameter(value ?? DBNull.Value));
        return command;
    }
}
