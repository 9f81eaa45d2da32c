using System.Data.Common;

namespace QuantMatrix.Publish.Tables;

/// <summary>What one transaction may do: run a statement, ask, or fill a table row by row. Parameters are <c>$1</c>, <c>$2</c> …</summary>
internal interface ITableConnection
{
    /// <summary>Returns how many rows it changed.</summary>
    Task<int> ExecuteAsync(string sql, params object?[] parameters);

    Task<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> read, params object?[] parameters);

    /// <summary>Makes a table of this transaction's own, with the columns of a query, and fills it; once a transaction for each name.</summary>
    Task StageAsync(string table, string columnsFrom, int rows, Action<IRowWriter, int> fill);

    /// <summary>Adds rows to a table made by <see cref="StageAsync"/>.</summary>
    Task StageMoreAsync(string table, int rows, Action<IRowWriter, int> fill);

    /// <summary>Adds rows to a table; each row gives all its columns, in the order of <paramref name="table"/>.</summary>
    Task AppendAsync(Table table, int rows, Action<IRowWriter, int> fill);
}
