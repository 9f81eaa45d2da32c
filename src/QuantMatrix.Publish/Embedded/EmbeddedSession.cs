using System.Data.Common;
using DuckDB.NET.Data;

namespace QuantMatrix.Publish.Embedded;

/// <summary>What one transaction may do: run a statement, ask, or fill a table row by row. Parameters are <c>$1</c>, <c>$2</c> …</summary>
internal sealed class EmbeddedSession(DuckDBConnection connection)
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

    public int Count(string table) => Query($"select count(*) from {table}", r => (int)r.GetInt64(0))[0];

    /// <summary>Makes a table of this transaction's own, with the columns of a query, and fills it.</summary>
    public void Stage(string table, string columnsFrom, int rows, Action<IDuckDBAppenderRow, int> fill)
    {
        Execute($"create or replace temp table {table} as {columnsFrom} limit 0");
        using var appender = connection.CreateAppender("temp", "main", table);
        for (var i = 0; i < rows; i++)
        {
            var row = appender.CreateRow();
            fill(row, i);
            row.EndRow();
        }
    }

    private DuckDBCommand Command(string sql, object?[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in parameters) command.Parameters.Add(new DuckDBParameter(value ?? DBNull.Value));
        return command;
    }
}
