using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Adds days to <c>market_analysis_history</c>: new ones, and changed ones when there is a reason.</summary>
internal sealed class HistoryAppend(EmbeddedSession session, PublishedTables tables)
{
    private readonly string table = tables.History.Name;
    private readonly IReadOnlyList<string> heads = tables.HeadNames;

    public HistoryCount Run(PublishedRows rows, HistoryEntry entry)
    {
        Stage(rows);
        var changed = Changed();
        var stored = session.Count("stored");
        var restated = entry.RestateReason is null ? 0 : Restate(changed, entry);
        var added = Insert("1", "incoming where place not in (select place from stored)", entry with { RestateReason = null });
        var refused = changed.Count - restated;
        return new HistoryCount(added, restated, refused, stored - changed.Count)
        {
            RefusedSamples = refused == 0 ? [] : [.. changed.Take(HistoryCount.MaxSamples).Select(rows.Key)],
        };
    }

    /// <summary><c>incoming</c>: the given rows by place in the batch; <c>stored</c>: the newest revision of those already there.</summary>
    private void Stage(PublishedRows rows)
    {
        var headColumns = heads.Select(rows.Column).ToArray();
        var payload = new PayloadWriter(rows);
        session.Stage("incoming", $"select 0::integer as place, symbol, date, {string.Join(", ", heads)}, payload from {table}", rows.Count, (row, i) =>
        {
            row.AppendValue(i);
            DuckCell.Append(row, rows.Columns[0], i);
            DuckCell.Append(row, rows.Columns[1], i);
            foreach (var head in headColumns) DuckCell.Append(row, head, i);
            row.AppendValue(payload.Of(i));
        });
        session.Execute($"""
            create or replace temp table stored as
            select place, max(revision) as revision from incoming join {table} using (symbol, date) group by place
            """);
    }

    /// <summary>Places of the days whose text differs and whose common columns do too.</summary>
    private List<int> Changed() => [.. session.Query($"""
        select place, h.payload, i.payload from incoming i join stored using (place)
        join {table} h on h.symbol = i.symbol and h.date = i.date and h.revision = stored.revision
        where h.payload <> i.payload order by place
        """, r => Payload.SameDay(r.GetString(1), r.GetString(2)) ? -1 : r.GetInt32(0)).Where(place => place >= 0)];

    private int Restate(List<int> places, HistoryEntry entry)
    {
        session.Stage("changed", "select place from incoming", places.Count, (row, i) => row.AppendValue(places[i]));
        return Insert("revision + 1", "incoming join stored using (place) where place in (select place from changed)", entry);
    }

    private int Insert(string revision, string from, HistoryEntry entry)
    {
        var names = string.Join(", ", heads);
        return session.Execute($"""
            insert into {table} (symbol, date, revision, {names}, payload, reason, run_id, recorded_at)
            select symbol, date, {revision}, {names}, payload, $1, $2, $3 from {from}
            """, entry.RestateReason, entry.RunId, entry.RecordedAt);
    }
}
