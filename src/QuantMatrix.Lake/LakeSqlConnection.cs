using System.Data.Common;
using System.Diagnostics;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>SQL over the lake's tables, the tables of one attached DuckDB file (read-only), and tables copied from elsewhere.</summary>
public sealed class LakeSqlConnection : IDisposable
{
    /// <summary>How long to wait for a file that a run has locked; a run locks it for milliseconds.</summary>
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);

    private readonly DuckDBConnection connection = new("DataSource=:memory:");
    private readonly HashSet<string> added = [];

    private readonly Func<DataUnfitException?> damage;
    private string attached = "";

    /// <param name="damage">Reads the lake's files again; null when they are intact.</param>
    internal LakeSqlConnection(string views, Func<DataUnfitException?> damage)
    {
        this.damage = damage;
        connection.Open();
        try
        {
            Execute(views);
        }
        catch (DuckDBException e)
        {
            connection.Dispose();
            throw damage() ?? new DataUnfitException($"the lake cannot be opened: {e.Message.Split('\n')[0]}", e);
        }
    }

    /// <exception cref="DbException">The query is invalid.</exception>
    /// <exception cref="DataUnfitException">The rows cannot be read.</exception>
    public DbDataReader Query(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        try
        {
            return command.ExecuteReader();
        }
        catch (DuckDBException e) when (!IsOfQuery(e.ErrorType))
        {
            throw damage() ?? OfAttached(e) ?? (Exception)e;
        }
    }

    /// <summary>The query itself is wrong, whatever the data.</summary>
    private static bool IsOfQuery(DuckDBErrorType type) =>
        type is DuckDBErrorType.Parser or DuckDBErrorType.Syntax or DuckDBErrorType.Binder or DuckDBErrorType.Catalog;

    /// <summary>A damaged block of the attached file; null for another fault.</summary>
    private DataUnfitException? OfAttached(DuckDBException e)
    {
        var fault = e.Message.Split('\n')[0];
        var isDamage = fault.Contains("checksum", StringComparison.OrdinalIgnoreCase) || fault.Contains("corrupt", StringComparison.OrdinalIgnoreCase)
            || e.ErrorType is DuckDBErrorType.Serialization or DuckDBErrorType.Internal or DuckDBErrorType.Fatal;
        return attached.Length > 0 && isDamage
            ? new($"{attached}: damaged: {fault}. Nothing was changed. Run ./run.sh restore with a backup; ./run.sh repair says what can be rebuilt", e)
            : null;
    }

    /// <summary>Adds views of the tables of a DuckDB file, if it exists.</summary>
    public void Attach(string file, IEnumerable<string> tables)
    {
        if (!File.Exists(file)) return;
        try
        {
            AttachWithRetry(file);
            attached = file;
            var present = Published();
            foreach (var table in tables.Where(present.Contains)) Execute($"CREATE VIEW {table} AS SELECT * FROM published.{table}");
        }
        catch (DuckDBException e)
        {
            var fault = e.Message.Split('\n')[0];
            throw IsLocked(e)
                ? new TemporaryException($"{file}: locked by a run: {fault}. Try again", e)
                : new DataUnfitException($"{file}: cannot be read: {fault}. Run ./run.sh to see how to repair it", e);
        }
    }

    /// <summary>Copies a DuckDB file while no program writes to it.</summary>
    /// <exception cref="TemporaryException">A run holds the file.</exception>
    public static void Copy(string file, string to)
    {
        using var reading = new LakeSqlConnection("SELECT 1", () => null);
        reading.Attach(file, []);
        if (File.Exists(file + ".wal")) File.Copy(file + ".wal", to + ".wal");
        File.Copy(file, to); // last: closing the file releases the lock that the connection holds on it
    }

    /// <summary>Whether <see cref="Add"/> created the table.</summary>
    public bool Has(string table) => added.Contains(table);

    /// <summary>Creates a table from the rows of a Postgres query, with the same column names and types.</summary>
    public void Add(string table, DbDataReader rows)
    {
        var columns = rows.GetColumnSchema();
        var types = columns.Select(c => TypeMap.All.FirstOrDefault(t => t.Postgres == c.DataTypeName)
            ?? throw new NotSupportedException($"{table}.{c.ColumnName}: Postgres type '{c.DataTypeName}' has no column type")).ToArray();
        Execute($"CREATE TABLE {table} ({string.Join(", ", columns.Zip(types, (c, type) => $"\"{c.ColumnName}\" {type.DuckDb}"))})");
        using var appender = connection.CreateAppender(table);
        added.Add(table);
        while (rows.Read())
        {
            var row = appender.CreateRow();
            for (var c = 0; c < types.Length; c++) Append(row, rows, c, types[c].Type);
            row.EndRow();
        }
    }

    public void Dispose() => connection.Dispose();

    private static IDuckDBAppenderRow Append(IDuckDBAppenderRow to, DbDataReader rows, int column, ColumnType type) => type switch
    {
        _ when rows.IsDBNull(column) => to.AppendNullValue(),
        ColumnType.Date => to.AppendValue(rows.GetFieldValue<DateOnly>(column)),
        ColumnType.Time => to.AppendValue(rows.GetFieldValue<DateTimeOffset>(column)),
        ColumnType.ClockTime => to.AppendValue(rows.GetFieldValue<DateTime>(column)),
        ColumnType.Number => to.AppendValue(rows.GetFieldValue<double>(column)),
        ColumnType.Amount => to.AppendValue(rows.GetFieldValue<decimal>(column)),
        ColumnType.Whole => to.AppendValue(rows.GetFieldValue<long>(column)),
        ColumnType.Count => to.AppendValue(rows.GetFieldValue<int>(column)),
        ColumnType.Flag => to.AppendValue(rows.GetFieldValue<bool>(column)),
        _ => to.AppendValue(rows.GetFieldValue<string>(column)),
    };

    /// <summary>The tables of the attached file; one of an older version lacks newer tables.</summary>
    private HashSet<string> Published()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT table_name FROM information_schema.tables WHERE table_catalog = 'published'";
        using var rows = command.ExecuteReader();
        var names = new HashSet<string>();
        while (rows.Read()) names.Add(rows.GetString(0));
        return names;
    }

    private void AttachWithRetry(string file)
    {
        for (var waited = Stopwatch.StartNew(); ; Thread.Sleep(RetryInterval))
        {
            try
            {
                Execute($"ATTACH {LakeSql.Text(file)} AS published (READ_ONLY)");
                return;
            }
            catch (DuckDBException e) when (IsLocked(e) && waited.Elapsed < LockTimeout)
            {
            }
        }
    }

    private static bool IsLocked(DuckDBException e) => e.Message.Contains("Could not set lock", StringComparison.Ordinal);

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
