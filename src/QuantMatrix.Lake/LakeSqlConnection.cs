using System.Data.Common;
using System.Diagnostics;
using DuckDB.NET.Data;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>SQL over the lake's tables, those of one attached DuckDB file, which is opened read-only, and tables brought from elsewhere.</summary>
public sealed class LakeSqlConnection : IDisposable
{
    /// <summary>How long a file is waited for that a run holds: its calls take milliseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly DuckDBConnection connection = new("DataSource=:memory:");
    private readonly HashSet<string> added = [];

    internal LakeSqlConnection(string views)
    {
        connection.Open();
        Execute(views);
    }

    /// <exception cref="DbException">The engine refuses the query.</exception>
    public DbDataReader Query(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteReader();
    }

    /// <summary>Shows the tables of a DuckDB file, if it exists, beside the lake's.</summary>
    public void Attach(string file, IEnumerable<string> tables)
    {
        if (!File.Exists(file)) return;
        try
        {
            AttachPatiently(file);
            var there = Published();
            foreach (var table in tables.Where(there.Contains)) Execute($"CREATE VIEW {table} AS SELECT * FROM published.{table}");
        }
        catch (DuckDBException e)
        {
            var fault = e.Message.Split('\n')[0];
            throw IsHeld(e)
                ? new TemporaryException($"{file}: cannot be read now: {fault}", e)
                : new DataUnfitException($"{file}: cannot be read: {fault}. A run says what to do about it", e);
        }
    }

    /// <summary>Whether <see cref="Add"/> made it.</summary>
    public bool Has(string table) => added.Contains(table);

    /// <summary>Makes a table of these rows, its columns and their types named as the rows name them.</summary>
    public void Add(string table, DbDataReader rows)
    {
        var columns = rows.GetColumnSchema();
        var types = columns.Select(c => c.DataTypeName switch { "jsonb" => "json", "numeric" => "decimal(28,12)", _ => c.DataTypeName! }).ToArray();
        Execute($"CREATE TABLE {table} ({string.Join(", ", columns.Zip(types, (c, type) => $"\"{c.ColumnName}\" {type}"))})");
        using var appender = connection.CreateAppender(table);
        added.Add(table);
        while (rows.Read())
        {
            var row = appender.CreateRow();
            for (var c = 0; c < types.Length; c++) Append(row, rows, c, types[c]);
            row.EndRow();
        }
    }

    public void Dispose() => connection.Dispose();

    private static void Append(IDuckDBAppenderRow to, DbDataReader rows, int column, string type)
    {
        if (rows.IsDBNull(column)) to.AppendNullValue();
        else if (type == "date") to.AppendValue(rows.GetFieldValue<DateOnly>(column));
        else if (type == "timestamp with time zone") to.AppendValue(rows.GetFieldValue<DateTimeOffset>(column));
        else
            switch (rows.GetValue(column))
            {
                case double v: to.AppendValue(v); break;
                case decimal v: to.AppendValue(v); break;
                case DateTime v: to.AppendValue(v); break;
                case long v: to.AppendValue(v); break;
                case int v: to.AppendValue(v); break;
                case bool v: to.AppendValue(v); break;
                case string v: to.AppendValue(v); break;
                default: throw new NotSupportedException($"{rows.GetName(column)}: a column of type {type}");
            }
    }

    /// <summary>What the file has: one of an older version lacks the newer tables.</summary>
    private HashSet<string> Published()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT table_name FROM information_schema.tables WHERE table_catalog = 'published'";
        using var rows = command.ExecuteReader();
        var names = new HashSet<string>();
        while (rows.Read()) names.Add(rows.GetString(0));
        return names;
    }

    private void AttachPatiently(string file)
    {
        for (var waited = Stopwatch.StartNew(); ; Thread.Sleep(Pause))
        {
            try
            {
                Execute($"ATTACH {LakeSql.Text(file)} AS published (READ_ONLY)");
                return;
            }
            catch (DuckDBException e) when (IsHeld(e) && waited.Elapsed < Patience)
            {
            }
        }
    }

    private static bool IsHeld(DuckDBException e) => e.Message.Contains("Could not set lock", StringComparison.Ordinal);

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
