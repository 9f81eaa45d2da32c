using System.Globalization;
using DuckDB.NET.Data;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Limits the memory of DuckDB in a transaction that writes many rows; what exceeds it is moved to a temporary file beside the database.</summary>
/// <remarks>The limit grows with what cannot be moved: the indexes of the file's tables, and the rows that a transaction changes.</remarks>
/// <param name="fileBytes">Size of the database file.</param>
internal sealed class MemoryLimit(DuckDBConnection connection, long fileBytes)
{
    private const long Base = 40 << 20;

    /// <summary>Share of the file that its indexes take: a third of a table of trades.</summary>
    private const int IndexDivisor = 2;

    /// <summary>Four blocks for a column of a staged table: of its rows, of the distinct ones, of those inserted, and the next one.</summary>
    private const long PerStagedColumn = 4 * (256 << 10);

    /// <summary>Measured with 43 columns: 2.1 KiB for a row that is staged and then inserted or updated.</summary>
    private const long PerChangedRow = 4 << 10;

    /// <summary>Share of an appended row in the index of its table, which stays in memory: measured below 100 bytes with up to a million rows.</summary>
    private const long PerAppendedRow = 100;

    private long bytes = Base + fileBytes / IndexDivisor;

    public void Begin() => Set();

    /// <summary>Raises the limit by what rows need that are appended to a table.</summary>
    public void AllowAppended(int rows) => Allow(rows * PerAppendedRow);

    /// <summary>Raises the limit by what a staged table needs for its first rows.</summary>
    public void AllowStaged(int columns) => Allow(columns * PerStagedColumn);

    /// <summary>Raises the limit by what rows need that are staged and then inserted or updated.</summary>
    public void AllowChanged(int rows) => Allow(rows * PerChangedRow);

    /// <summary>Removes the limit.</summary>
    public void End() => Execute("reset memory_limit");

    private void Allow(long more)
    {
        if (more == 0) return;
        bytes += more;
        Set();
    }

    private void Set() => Execute(string.Create(CultureInfo.InvariantCulture, $"set memory_limit = '{bytes / 1024} KiB'"));

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
