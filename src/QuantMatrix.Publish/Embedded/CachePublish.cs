using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Makes <c>market_analysis_cache</c> equal to the given rows, touching only what differs.</summary>
/// <remarks>Three plain statements: one MERGE took nearly twice as long (109 ms against 65, 520 rows × 60 columns all changed).</remarks>
internal sealed class CachePublish(EmbeddedSession session, Table cache)
{
    private readonly string[] _values = [.. cache.Columns.Select(c => c.Name).Except(["symbol", "run_id"])];

    public PublishCount Run(PublishedRows rows, string runId)
    {
        if (rows.Count == 0) throw new Compute.DataUnfitException($"{cache.Name}: the batch is empty and would remove every row; expected at least one symbol");
        Stage(rows, runId);
        var deleted = session.Execute($"delete from {cache.Name} where symbol not in (select symbol from incoming)");
        var updated = session.Execute($"""
            update {cache.Name} set {Each("{0} = incoming.{0}")}, run_id = incoming.run_id
            from incoming where {cache.Name}.symbol = incoming.symbol and row({Each(cache.Name + ".{0}")}) is distinct from row({Each("incoming.{0}")})
            """);
        var inserted = session.Execute($"""
            insert into {cache.Name} ({cache.ColumnList})
            select {cache.ColumnList} from incoming where symbol not in (select symbol from {cache.Name})
            """);
        return new PublishCount(inserted, updated, deleted, rows.Count - inserted - updated);
    }

    private void Stage(PublishedRows rows, string runId) =>
        session.Stage("incoming", $"select {cache.ColumnList} from {cache.Name}", rows.Count, (row, i) =>
        {
            foreach (var column in rows.Columns) DuckCell.Append(row, column, i);
            row.AppendValue(runId);
        });

    private string Each(string form) => string.Join(", ", _values.Select(name => form.Replace("{0}", name, StringComparison.Ordinal)));
}
