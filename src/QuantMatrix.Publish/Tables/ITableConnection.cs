using System.Data.Common;

namespace QuantMatrix.Publish.Tables;

/// <summary>The connection of one open transaction: executes SQL and bulk-loads tables. Parameters are <c>$1</c>, <c>$2</c> …</summary>
internal interface ITableConnection
{
    /// <summary>Returns the number of rows affected.</summary>
    Task<int> ExecuteAsync(string sql, params object?[] parameters);

    Task<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> read, params object?[] parameters);

    /// <summary>Creates and fills a temporary table with the columns of a query; once per name and transaction.</summary>
    Task StageAsync(string table, string columnsFrom, int rows, Action<IRowWriter, int> fill);

    /// <summary>Appends rows to a table made by <see cref="StageAsync"/>.</summary>
    Task StageMoreAsync(string table, int rows, Action<IRowWriter, int> fill);

    /// <summary>Appends rows to a published table; each row supplies every column, in the order of <paramref name="table"/>.</summary>
    Task AppendAsync(Table table, int rows, Action<IRowWriter, int> fill);
}

/// <summary>Writes the values of a row in column order; the argument type must match the column type.</summary>
internal interface IRowWriter
{
    void Add(string? text);

    void Add(double? number);

    void Add(decimal? amount);

    void Add(long? number);

    void Add(int? number);

    void Add(bool? flag);

    void Add(DateOnly? date);

    void Add(DateTimeOffset time);

    /// <summary>A local clock time without a time zone.</summary>
    void Add(DateTime? clock);

    void AddJson(ReadOnlySpan<byte> json);
}
