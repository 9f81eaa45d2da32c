using QuantMatrix.Compute;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Makes <c>market_analysis_cache</c> equal to the given rows, touching only what differs.</summary>
/// <remarks>Plain statements rather than one MERGE, which took 109 ms against 65 for 520 rows × 60 columns all changed.</remarks>
internal sealed class CachePublish(EmbeddedSession session, Table cache)
{
    private readonly string[] compared = [.. cache.Columns.Select(c => c.Name).Where(name => name != "run_id")];

    public PublishCount Run(PublishedRows rows, string runId)
    {
        if (rows.Count == 0) throw new DataUnfitException($"{cache.Name}: the batch is empty and would remove every row; expected at least one symbol");
        Stage(rows, runId);
        var deleted = session.Execute($"delete from {cache.Name} where symbol not in (select symbol from incoming)");
        var differing = Differing();
        var updated = differing == 0 ? 0 : Update();
        var inserted = differing == updated ? 0 : Insert();
        return new PublishCount(inserted, updated, deleted, rows.Count - inserted - updated);
    }

    /// <summary>New and changed rows. EXCEPT takes two missing values for equal, as IS DISTINCT FROM does.</summary>
    private int Differing()
    {
        var columns = string.Join(", ", compared);
        session.Execute($"""
            create or replace temp table differing as
            select symbol from (select {columns} from incoming except select {columns} from {cache.Name})
            """);
        return session.Count("differing");
    }

    private int Update() => session.Execute($"""
        update {cache.Name} set {string.Join(", ", compared.Skip(1).Append("run_id").Select(name => $"{name} = incoming.{name}"))}
        from incoming where {cache.Name}.symbol = incoming.symbol and incoming.symbol in (select symbol from differing)
        """);

    private int Insert() => session.Execute($"""
        insert into {cache.Name} ({cache.ColumnList})
        select {cache.ColumnList} from incoming where symbol not in (select symbol from {cache.Name})
        """);

    private void Stage(PublishedRows rows, string runId) =>
        session.Stage("incoming", $"select {cache.ColumnList} from {cache.Name}", rows.Count, (row, i) =>
        {
            foreach (var column in rows.Columns) DuckCell.Append(row, column, i);
            row.AppendValue(runId);
        });
}
