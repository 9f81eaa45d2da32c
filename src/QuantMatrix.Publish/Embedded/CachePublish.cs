using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Makes <c>market_analysis_cache</c> equal to the given rows, changing only rows that differ.</summary>
/// <remarks>Separate statements instead of MERGE: 65 ms against 109 ms for 520 changed rows of 60 columns.</remarks>
internal sealed class CachePublish(ITableConnection connection, Table cache)
{
    private readonly string[] compared = [.. cache.Columns.Select(c => c.Name).Where(name => name != "run_id")];

    public async Task<PublishCount> RunAsync(PublishedRows rows, string runId)
    {
        await rows.StageAsync(connection, cache, runId);
        var deleted = await connection.ExecuteAsync($"delete from {cache.Name} where symbol not in (select symbol from incoming)");
        var differing = await DifferingAsync();
        var updated = differing == 0 ? 0 : await UpdateAsync();
        var inserted = differing == updated ? 0 : await InsertAsync();
        return new PublishCount(inserted, updated, deleted, rows.Count - inserted - updated);
    }

    /// <summary>Counts new and changed rows. EXCEPT treats two NULLs as equal, like IS NOT DISTINCT FROM.</summary>
    private async Task<int> DifferingAsync()
    {
        var columns = string.Join(", ", compared);
        await connection.ExecuteAsync($"""
            create or replace temp table differing as
            select symbol from (select {columns} from incoming except select {columns} from {cache.Name})
            """);
        return (await connection.QueryAsync("select count(*) from differing", r => (int)r.GetInt64(0)))[0];
    }

    private Task<int> UpdateAsync() => connection.ExecuteAsync($"""
        update {cache.Name} set {string.Join(", ", compared.Skip(1).Append("run_id").Select(name => $"{name} = incoming.{name}"))}
        from incoming where {cache.Name}.symbol = incoming.symbol and incoming.symbol in (select symbol from differing)
        """);

    private Task<int> InsertAsync() => connection.ExecuteAsync($"""
        insert into {cache.Name} ({cache.ColumnList})
        select {cache.ColumnList} from incoming where symbol not in (select symbol from {cache.Name})
        """);
}
