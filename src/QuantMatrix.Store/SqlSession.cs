using System.Data.Common;
using System.Diagnostics;
using DuckDB.NET.Data;
using QuantMatrix.Compute;

namespace QuantMatrix.Store;

/// <summary>SQL over the lake's tables and those of one attached DuckDB file, which is opened read-only.</summary>
public sealed class SqlSession : IDisposable
{
    /// <summary>How long a file is waited for that a run holds: its calls take milliseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly DuckDBConnection connection = new("DataSource=:memory:");

    internal SqlSession(string views, string file, IEnumerable<string> tables)
    {
        connection.Open();
        Execute(views);
        if (File.Exists(file)) Attach(file, tables);
    }

    /// <exception cref="DbException">The engine refuses the query.</exception>
    public DbDataReader Query(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteReader();
    }

    public void Dispose() => connection.Dispose();

    private void Attach(string file, IEnumerable<string> tables)
    {
        try
        {
            AttachPatiently(file);
            foreach (var table in tables) Execute($"CREATE VIEW {table} AS SELECT * FROM published.{table}");
        }
        catch (DuckDBException e)
        {
            var fault = e.Message.Split('\n')[0];
            throw IsHeld(e)
                ? new TemporaryException($"{file}: cannot be read now: {fault}", e)
                : new DataUnfitException($"{file}: cannot be read: {fault}. A run says what to do about it", e);
        }
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
