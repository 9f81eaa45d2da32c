using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Makes <c>market_analysis_cache</c> equal to the given rows by one merge, which skips the rows that are equal.</summary>
internal sealed class CacheMerge(ITableSession session, Table cache)
{
    public async Task<PublishCount> RunAsync(PublishedRows rows, string runId)
    {
        await rows.StageAsync(session, cache, runId);
        var deleted = await session.ExecuteAsync($"delete from {cache.Name} where symbol not in (select symbol from incoming)");
        var (inserted, updated) = (await session.QueryAsync(Merge(), r => ((int)r.GetInt64(0), (int)r.GetInt64(1))))[0];
        return new PublishCount(inserted, updated, deleted, rows.Count - inserted - updated);
    }

    /// <summary>A row that was there has an <c>xmax</c>: the transaction that locked it to change it.</summary>
    private string Merge()
    {
        var names = cache.Columns.Select(c => c.Name).Except(cache.Key).ToList();
        var compared = names.Where(name => name != "run_id").ToList();
        return $"""
            with merged as (
                insert into {cache.Name} as stored ({cache.ColumnList}) select {cache.ColumnList} from incoming
                on conflict ({cache.KeyList}) do update set {string.Join(", ", names.Select(name => $"{name} = excluded.{name}"))}
                where ({Of("stored")}) is distinct from ({Of("excluded")})
                returning xmax = 0 as is_new)
            select count(*) filter (where is_new), count(*) filter (where not is_new) from merged
            """;

        string Of(string row) => string.Join(", ", compared.Select(name => $"{row}.{name}"));
    }
}
