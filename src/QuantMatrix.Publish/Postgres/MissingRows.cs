using System.Data.Common;
using QuantMatrix.Model;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Adds rows of a backup to a table that lacks them.</summary>
internal sealed class MissingRows(PostgresConnection connection, Table table)
{
    private const int RowsAtOnce = 20_000;
    private const string Staged = "restored";

    public async Task<long> AddAsync(Func<string, DbDataReader> open)
    {
        await connection.StageAsync(Staged, $"select {table.ColumnList} from {table.Name}", 0, (_, _) => { });
        using var reader = open(table.ColumnList);
        while (Read(reader) is { Count: > 0 } rows)
        {
            await PreparePartitionsAsync(rows);
            await connection.StageMoreAsync(Staged, rows.Count, (to, i) => Write(to, rows[i]));
        }
        return await connection.ExecuteAsync($"insert into {table.Name} ({table.ColumnList}) select {table.ColumnList} from {Staged} on conflict do nothing");
    }

    private static List<object[]> Read(DbDataReader reader)
    {
        var rows = new List<object[]>();
        while (rows.Count < RowsAtOnce && reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }

    /// <summary>The history is partitioned by month.</summary>
    private async Task PreparePartitionsAsync(List<object[]> rows)
    {
        if (table.Name != "market_analysis_history") return;
        var date = table.Columns.ToList().FindIndex(c => c.Name == BarField.Date);
        DateOnly[] months = [.. rows.Select(r => (DateOnly)r[date]).Select(d => new DateOnly(d.Year, d.Month, 1)).Distinct()];
        await connection.ExecuteAsync("select market_analysis_history_partition(month) from unnest($1) as month", months);
    }

    private void Write(IRowWriter to, object[] row)
    {
        for (var c = 0; c < row.Length; c++) StoredCell.Write(to, table.Columns[c].Type, row[c]);
    }
}
