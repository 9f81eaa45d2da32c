namespace QuantMatrix.Publish.Tables;

/// <summary>Adds days to <c>market_analysis_history</c>: new ones, and changed ones when there is a reason.</summary>
/// <remarks>New rows go straight into the table; only what is there already is staged, to be compared.</remarks>
internal sealed class HistoryAppend(ITableConnection session, PublishedTables tables, PublishedRows rows, HistoryEntry entry)
{
    private readonly string table = tables.History.Name;
    private readonly PayloadWriter payload = new(rows);

    public async Task<HistoryCount> RunAsync()
    {
        var stored = await StoredAsync();
        var changed = stored.Count == 0 ? [] : await ChangedAsync(stored);
        var restated = entry.RestateReason is null ? [] : changed;
        await WriteAsync([.. Enumerable.Range(0, rows.Count).Where(place => !stored.ContainsKey(place))], _ => 1, null);
        await WriteAsync(restated, place => stored[place] + 1, entry.RestateReason);
        var refused = changed.Count - restated.Count;
        return new HistoryCount(rows.Count - stored.Count, restated.Count, refused, stored.Count - changed.Count)
        {
            RefusedSamples = refused == 0 ? [] : [.. changed.Take(HistoryCount.MaxSamples).Select(rows.Key)],
        };
    }

    /// <summary>The newest revision of the days already there, by their place in the batch.</summary>
    private async Task<Dictionary<int, int>> StoredAsync()
    {
        if (rows.Count == 0) return [];
        await session.StageAsync("incoming", $"select 0::integer as place, symbol, date from {table}", rows.Count, (row, i) =>
        {
            row.Add(i);
            WriteKey(row, i);
        });
        var (first, last) = rows.Dates;
        var found = await session.QueryAsync($"""
            select place, max(revision) from incoming i join {table} h on h.symbol = i.symbol and h.date = i.date
            where h.date between $1 and $2 group by place
            """, r => (Place: r.GetInt32(0), Revision: r.GetInt32(1)), first, last);
        return found.ToDictionary(f => f.Place, f => f.Revision);
    }

    /// <summary>Places of the stored days whose newest revision differs from what is given.</summary>
    private async Task<List<int>> ChangedAsync(Dictionary<int, int> stored)
    {
        var days = stored.ToList();
        await session.StageAsync("given", $"select 0::integer as place, symbol, date, revision, payload from {table}", days.Count, (row, i) =>
        {
            row.Add(days[i].Key);
            WriteKey(row, days[i].Key);
            row.Add(days[i].Value);
            row.AddJson(payload.Of(days[i].Key));
        });
        var (first, last) = rows.Dates;
        var differing = await session.QueryAsync($"""
            select place, h.payload, g.payload from given g
            join {table} h on h.symbol = g.symbol and h.date = g.date and h.revision = g.revision
            where h.payload <> g.payload and h.date between $1 and $2 order by place
            """, r => (Place: r.GetInt32(0), Same: Payload.SameDay(r.GetString(1), r.GetString(2))), first, last);
        return [.. differing.Where(d => !d.Same).Select(d => d.Place)];
    }

    private Task WriteAsync(List<int> places, Func<int, int> revision, string? reason)
    {
        var heads = tables.HeadNames.Select(rows.Column).ToArray();
        return places.Count == 0 ? Task.CompletedTask : session.AppendAsync(tables.History, places.Count, (row, i) =>
        {
            var place = places[i];
            WriteKey(row, place);
            row.Add(revision(place));
            foreach (var head in heads) ArrowCell.Write(row, head, place);
            row.AddJson(payload.Of(place));
            row.Add(reason);
            row.Add(entry.RunId);
            row.Add(entry.RecordedAt);
        });
    }

    private void WriteKey(IRowWriter row, int place)
    {
        ArrowCell.Write(row, rows.Columns[0], place);
        ArrowCell.Write(row, rows.Columns[1], place);
    }
}
