using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Makes <c>market_analysis_cache</c> equal to the given rows by merging only those that differ.</summary>
/// <remarks>
/// The stored rows are read first, in binary COPY format, and compared byte by byte. Sending every row and letting the server
/// skip the equal ones would cost a temporary table of all columns, a plan over them and a lock on every row, every night.
/// </remarks>
internal sealed class CacheMerge(PostgresConnection connection, Table cache, PublishedRows rows)
{
    private const string RunId = "run_id";

    private readonly Dictionary<string, int> rowOf = Enumerable.Range(0, rows.Count).ToDictionary(i => rows.Key(i).Symbol);
    private readonly CopyWriter encoder = new();

    public async Task<PublishCount> RunAsync(string runId)
    {
        var (unchanged, changed, deleted) = (new HashSet<int>(), new List<int>(), new List<string>());
        var columns = string.Join(", ", cache.Columns.Select(c => c.Name).Where(name => name != RunId));
        await foreach (var stored in connection.CopyOutAsync($"{cache.Name} ({columns})"))
        {
            var symbol = CopyReader.Key(stored.Span);
            if (!rowOf.TryGetValue(symbol, out var row)) deleted.Add(symbol);
            else if (Encode(row).SequenceEqual(stored.Span)) unchanged.Add(row);
            else changed.Add(row);
        }
        List<int> added = [.. rowOf.Values.Except(unchanged).Except(changed)];
        if (deleted.Count > 0) await connection.ExecuteAsync($"delete from {cache.Name} where symbol = any($1)", (object)deleted.ToArray());
        if (added.Count + changed.Count > 0) await MergeAsync([.. added, .. changed], runId);
        return new PublishCount(added.Count, changed.Count, deleted.Count, unchanged.Count);
    }

    /// <summary>A row in COPY format without the run id, which does not count as a change.</summary>
    private ReadOnlySpan<byte> Encode(int row)
    {
        encoder.Clear();
        encoder.BeginRow();
        rows.Write(encoder, row);
        encoder.EndRow();
        return encoder.Buffered.Span;
    }

    private async Task MergeAsync(IReadOnlyList<int> differing, string runId)
    {
        await rows.StageAsync(connection, cache, runId, differing);
        await connection.ExecuteAsync($"""
            insert into {cache.Name} ({cache.ColumnList}) select {cache.ColumnList} from incoming
            on conflict ({cache.KeyList}) do update set {TableScript.UpdateList(cache)}
            """);
    }
}
