using System.Data.Common;
using System.Text;
using DuckDB.NET.Data;
using QuantMatrix.Model;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>The connection of one transaction on the DuckDB file. DuckDB runs in process, so its methods are synchronous.</summary>
/// <param name="memory">Null for DuckDB's default, most of the machine's memory.</param>
internal sealed class EmbeddedConnection(DuckDBConnection connection, MemoryLimit? memory = null) : ITableConnection
{
    private readonly Dictionary<string, List<string>> columnsInFile = [];
    private readonly HashSet<string> staged = [];

    /// <summary>Returns the number of rows affected.</summary>
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
        Allow(table, rows);
        Append("temp", table, rows, fill);
    }

    private void Allow(string table, int rows)
    {
        if (memory is null || rows == 0) return;
        if (staged.Add(table)) memory.AllowStaged(ColumnsOf(table).Count);
        memory.AllowChanged(rows);
    }

    private void Append(string? catalog, string table, int rows, Action<IRowWriter, int> fill)
    {
        using var appender = connection.CreateAppender(catalog, "main", table);
        for (var i = 0; i < rows; i++)
        {
            var row = appender.CreateRow();
            fill(new AppenderRow(row), i);
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

    /// <summary>Appends through a staged table where the table in the file has other columns, or the same in another order.</summary>
    Task ITableConnection.AppendAsync(Table table, int rows, Action<IRowWriter, int> fill)
    {
        if (ColumnsInFile(table.Name).SequenceEqual(table.Columns.Select(c => c.Name)))
        {
            memory?.AllowAppended(rows);
            Append(null, table.Name, rows, fill);
            return Task.CompletedTask;
        }
        Stage("appended", $"select {table.ColumnList} from {table.Name}", rows, fill);
        Execute($"insert into {table.Name} ({table.ColumnList}) select * from appended");
        return Task.CompletedTask;
    }

    private List<string> ColumnsInFile(string table)
    {
        if (!columnsInFile.TryGetValue(table, out var names)) columnsInFile[table] = names = ColumnsOf(table);
        return names;
    }

    /// <summary>The names in order; <c>duckdb_columns()</c> would read those of every table.</summary>
    private List<string> ColumnsOf(string table) => Texts($"select name from pragma_table_info({SqlText.Quote(table)}) order by cid");

    private DuckDBCommand Command(string sql, object?[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in parameters) command.Parameters.Add(new DuckDBParameter(value ?? DBNull.Value));
        return command;
    }

    /// <summary>Appends the values of one row without boxing.</summary>
    private sealed class AppenderRow(IDuckDBAppenderRow row) : IRowWriter
    {
        public void Add(string? text)
        {
            if (text is null) row.AppendNullValue();
            else row.AppendValue(text);
        }

        public void Add(double? number) => row.AppendValue(number);

        public void Add(decimal? amount) => row.AppendValue(amount);

        public void Add(long? number) => row.AppendValue(number);

        public void Add(int? number) => row.AppendValue(number);

        public void Add(bool? flag) => row.AppendValue(flag);

        public void Add(DateOnly? date) => row.AppendValue(date);

        public void Add(DateTimeOffset time) => row.AppendValue(time);

        public void Add(DateTime? clock) => row.AppendValue(clock);

        public void AddJson(ReadOnlySpan<byte> json) => row.AppendValue(Encoding.UTF8.GetString(json));
    }
}
