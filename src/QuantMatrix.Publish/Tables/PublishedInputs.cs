using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>Remembers, in the transaction that publishes a table, what its rows were made from and what they are.</summary>
/// <remarks>Rows that are changed or deleted afterwards no longer have the hash recorded, so the next run publishes them again.</remarks>
/// <param name="rowHash">SQL of a hash of the row <c>t</c>.</param>
internal sealed class PublishedInputs(ITableConnection connection, PublishedTables tables, Table table, string rowHash)
{
    private readonly string stamps = tables.Inputs.Name;

    /// <param name="inputs">Null forgets those recorded before.</param>
    public async Task WriteAsync(string? inputs, PublishedRows rows)
    {
        await connection.ExecuteAsync($"delete from {stamps} where table_name = $1", table.Name);
        if (inputs is null || rows.Count == 0) return;
        var (first, last) = rows.Dates;
        await connection.ExecuteAsync(
            $"insert into {stamps} ({tables.Inputs.ColumnList}) values ($1, $2, $3, $4, $5, $6)",
            table.Name, inputs, rows.Count, first, last, await ContentAsync(first, last));
    }

    /// <returns>The number of rows; null when they were made from other inputs or are no longer what was published.</returns>
    public async Task<int?> UnchangedAsync(string inputs)
    {
        var recorded = await connection.QueryAsync(
            $"select row_count, first_date, last_date, content from {stamps} where table_name = $1 and inputs = $2",
            r => (Rows: r.GetInt32(0), First: r.GetFieldValue<DateOnly>(1), Last: r.GetFieldValue<DateOnly>(2), Content: r.GetString(3)), table.Name, inputs);
        return recorded is [var stamp] && stamp.Content == await ContentAsync(stamp.First, stamp.Last) ? stamp.Rows : null;
    }

    /// <summary>Number and hash of the rows: of every row of the cache, and of the recorded days of a range of sessions.</summary>
    private async Task<string> ContentAsync(DateOnly first, DateOnly last) => (await connection.QueryAsync(
        $"select {Content(rowHash)} from {table.Name} t where {Range}", r => $"{r.GetInt64(0)} {r.GetString(1)}",
        table == tables.History ? [first, last] : []))[0];

    /// <summary>Number and hash of the rows <c>t</c>, two columns of a SELECT.</summary>
    public static string Content(string rowHash) => $"count(*), cast(coalesce(sum({rowHash}), 0) as text)";

    private string Range => table == tables.History ? "t.date between $1 and $2" : "true";
}
