using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Makes <c>market_analysis_cache</c> equal to the given rows: those that differ are copied into a temporary table and merged by one statement.</summary>
/// <remarks>
/// What is stored is read first, in the form rows are sent in, and compared byte by byte as it comes. Sending every row for the server to skip the equal
/// ones costs a temporary table of all columns, a plan over them and a lock on every row, every night.
/// </remarks>
internal sealed class CacheMerge(PostgresConnection session, Table cache, PublishedRows rows)
{
    private const string RunId = "run_id";

    private readonly Dictionary<string, int> places = Enumerable.Range(0, rows.Count).ToDictionary(i => rows.Key(i).Symbol);
    private readonly CopyRows form = new();

    public async Task<PublishCount> RunAsync(string runId)
    {
        var (equal, changed, gone) = (new HashSet<int>(), new List<int>(), new List<string>());
        await foreach (var stored in session.CopyOutAsync($"{cache.Name} ({string.Join(", ", cache.Columns.Select(c => c.Name).Where(name => name != RunId))})"))
        {
            var symbol = CopiedRows.Key(stored.Span);
            if (!places.TryGetValue(symbol, out var place)) gone.Add(symbol);
            else if (Form(place).SequenceEqual(stored.Span)) equal.Add(place);
            else changed.Add(place);
        }
        List<int> added = [.. places.Values.Except(equal).Except(changed)];
        if (gone.Count > 0) await session.ExecuteAsync($"delete from {cache.Name} where symbol = any($1)", (object)gone.ToArray());
        if (added.Count + changed.Count > 0) await MergeAsync([.. added, .. changed], runId);
        return new PublishCount(added.Count, changed.Count, gone.Count, equal.Count);
    }

    /// <summary>A row as it is sent, but for the run's id, which is no change.</summary>
    private ReadOnlySpan<byte> Form(int place)
    {
        form.Sent();
        form.BeginRow();
        rows.Write(form, place);
        form.EndRow();
        return form.Gathered.Span;
    }

    private async Task MergeAsync(IReadOnlyList<int> differing, string runId)
    {
        await rows.StageAsync(session, cache, runId, differing);
        await session.ExecuteAsync($"""
            insert into {cache.Name} ({cache.ColumnList}) select {cache.ColumnList} from incoming
            on conflict ({cache.KeyList}) do update set {string.Join(", ", cache.Columns.Select(c => c.Name).Except(cache.Key).Select(name => $"{name} = excluded.{name}"))}
            """);
    }
}
