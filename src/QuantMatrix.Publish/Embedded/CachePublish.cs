using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Makes <c>market_analysis_cache</c> equal to the given rows, touching only what differs.</summary>
/// <remarks>Plain statements rather than one MERGE, which took 109 ms against 65 for 520 rows × 60 columns all changed.</remarks>
internal sealed class CachePublish(ITableConnection session, Table cache)
{
    private readonly string[] compared = [.. cache.Columns.Select(c => c.Name).Where(name => name != "run_id")];

    public async Task<PublishCount> RunAsync(PublishedRows rows, string runId)
    {
        await rows.StageAsync(session, cache, runId);
        var deleted = await session.ExecuteAsync($"delete from {cache.Name} where symbol not in (select symbol from incoming)");
        var differing = await DifferingAsync();
        var updated = differing == 0 ? 0 : await UpdateAsync();
        var inserted = differing == updated ? 0 : await InsertAsync();
        return new PublishCount(inserted, updated, deleted, rows.Count - inserted - updated);
    }

    /// <summary>New and changed rows. EXCEPT takes two missing values for equal, as IS DISTINCT FROM does.</summary>
    private async Task<int> DifferingAsync()
    {
        var columns = string.Join(", ", compared);
        await session.ExecuteAsync($"""
            create or replace temp table differing as
            select symbol from (select {columns} from incoming except select {columns} from {cache.Name})
            """);
        return (await session.QueryAsync("select count(*) from differing", r => (int)r.GetInt64(0)))[0];
    }

    private Task<int> UpdateAsync() => session.ExecuteAsync($"""
        update {cache.Name} set {string.Join(", ", compared.Skip(1).Append("run_id").Select(name => $"{name} = incoming.{name}"))}
        from incoming where {cache.Name}.symbol = incoming.symbol and incoming.symbol in (select symbol from differing)
        """);

    private Task<int> InsertAsync() => session.ExecuteAsync($"""
        insert into {cache.Name} ({cache.ColumnList})
        select {cache.ColumnList} from incoming where symbol not in (select symbol from {cache.Name})
        """);
}
