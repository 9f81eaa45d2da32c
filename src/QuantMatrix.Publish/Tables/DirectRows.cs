using System.Data.Common;
using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>Compares the rows of a statement with those of a table batch by batch: rows with new keys are appended, equal rows are dropped.</summary>
/// <remarks>Memory then depends on the number of changed rows, not on the size of the statement.</remarks>
internal sealed class DirectRows
{
    private readonly ITableConnection connection;
    private readonly Table table;
    private readonly StatementEntry entry;
    private readonly int[] key, content;
    private readonly int id;
    private readonly RowDigest digest = new();
    private readonly Dictionary<UInt128, ulong> seen = [];
    private (bool HasRows, bool HasMadeIds)? stored;

    private DirectRows(ITableConnection connection, Table table, StatementEntry entry, MadeId made)
    {
        (this.connection, this.table, this.entry, Id) = (connection, table, entry, made.Column);
        (key, id) = ([.. table.Key.Select(IndexOf)], IndexOf(Id));
        content = [.. Enumerable.Range(0, table.Columns.Count).Where(i => table.Columns[i].Name is not (StagedTable.RunId or StagedTable.Generated))];
    }

    /// <summary>Number of rows appended.</summary>
    public int Appended { get; private set; }

    /// <summary>The column of the identifier.</summary>
    private string Id { get; }

    /// <summary>For a table that keeps every row and identifies it by text; null for any other.</summary>
    public static DirectRows? Of(ITableConnection connection, Table table, StatementEntry entry) =>
        table.MadeId is { } made ? new(connection, table, entry, made) : null;

    /// <returns>The rows that must be staged: changed ones, and those with a made identifier, which another statement may replace.</returns>
    /// <exception cref="DataUnfitException">The statement has two rows with the same key and different values.</exception>
    public async Task<IReadOnlyList<int>> AppendNewAsync(RecordBatch rows)
    {
        stored ??= await StoredAsync();
        var all = Enumerable.Range(0, rows.Length);
        if (stored.Value.HasMadeIds) return [.. all];
        IArrowArray[] arrays = [.. Enumerable.Range(0, rows.ColumnCount).Select(rows.Column)];
        var made = all.Where(i => ArrowCell.Text(arrays[id], i)!.StartsWith(MadeId.Prefix, StringComparison.Ordinal)).ToList();
        var (keys, contents) = (new UInt128[rows.Length], new ulong[rows.Length]);
        var distinct = all.Except(made).Where(i => IsFirst(arrays, i, keys, contents)).ToList();
        var known = stored.Value.HasRows ? await KnownAsync([.. distinct.Select(i => ArrowCell.Text(arrays[id], i)!)]) : [];
        await AppendAsync(arrays, distinct.FindAll(i => !known.ContainsKey(keys[i])));
        return [.. made, .. distinct.Where(i => known.TryGetValue(keys[i], out var before) && before != contents[i])];
    }

    private async Task<(bool, bool)> StoredAsync() => (await connection.QueryAsync(
        $"select count(*) > 0, count(*) filter (where {Id} like '{MadeId.Prefix}%') > 0 from {table.Name}", r => (r.GetBoolean(0), r.GetBoolean(1))))[0];

    /// <summary>Whether no earlier row of the statement has the key of this one.</summary>
    private bool IsFirst(IArrowArray[] arrays, int row, UInt128[] keys, ulong[] contents)
    {
        keys[row] = Digest(key, i => ArrowCell.Write(digest, arrays[i], row));
        contents[row] = (ulong)Digest(content, i => ArrowCell.Write(digest, arrays[i], row));
        if (seen.TryAdd(keys[row], contents[row])) return true;
        if (seen[keys[row]] == contents[row]) return false;
        throw StagedTable.Contradiction(table, table.Key.Select((name, k) => $"{name} {ArrowCell.Text(arrays[key[k]], row)}"), entry.Statement);
    }

    /// <summary>Stored rows with one of the identifiers: digests of their keys and contents.</summary>
    private async Task<Dictionary<UInt128, ulong>> KnownAsync(string[] ids) => (await connection.QueryAsync(
        $"select {table.ColumnList} from {table.Name} where {Id} in (select unnest($1::varchar[]))",
        r => (Key: Digest(key, i => Write(r, i)), Content: (ulong)Digest(content, i => Write(r, i))), (object)ids)).ToDictionary(r => r.Key, r => r.Content);

    private Task AppendAsync(IArrowArray[] arrays, List<int> rows)
    {
        Appended += rows.Count;
        return rows.Count == 0 ? Task.CompletedTask : connection.AppendAsync(table, rows.Count, (to, n) =>
        {
            foreach (var array in arrays) ArrowCell.Write(to, array, rows[n]);
            to.Add(entry.RunId);
        });
    }

    private UInt128 Digest(int[] columns, Action<int> write)
    {
        foreach (var column in columns) write(column);
        return digest.Take();
    }

    private void Write(DbDataReader row, int column) => StoredCell.Write(digest, table.Columns[column].Type, row.GetValue(column));

    private int IndexOf(string column) => table.Columns.Select(c => c.Name).ToList().IndexOf(column);
}
