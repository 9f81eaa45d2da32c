namespace QuantMatrix.Publish.Tables;

/// <summary>The run that appends to the history, the time, and the reason for restating days, if any.</summary>
internal sealed record HistoryEntry(string RunId, string? RestateReason, DateTimeOffset RecordedAt);

/// <summary>Appends days to <c>market_analysis_history</c>: new days, and changed days when a restatement reason is given.</summary>
/// <remarks>New rows are appended directly; only rows of recorded days are staged for comparison.</remarks>
internal sealed class HistoryAppend(ITableConnection connection, PublishedTables tables, PublishedRows rows, HistoryEntry entry)
{
    private readonly string table = tables.History.Name;
    private readonly PayloadWriter payload = new(rows, tables.Unrecorded);

    public async Task<HistoryCount> RunAsync()
    {
        var recorded = await RecordedAsync();
        var changed = recorded.Count == 0 ? [] : await ChangedAsync(recorded);
        var restated = entry.RestateReason is null ? [] : changed;
        await WriteAsync([.. Enumerable.Range(0, rows.Count).Where(row => !recorded.ContainsKey(row))], _ => 1, null);
        await WriteAsync(restated, row => recorded[row] + 1, entry.RestateReason);
        var refused = changed.Count - restated.Count;
        return new HistoryCount(rows.Count - recorded.Count, restated.Count, refused, recorded.Count - changed.Count)
        {
            RefusedSamples = refused == 0 ? [] : [.. changed.Take(HistoryCount.MaxSamples).Select(rows.Key)],
        };
    }

    /// <summary>Newest revision of every recorded day, by row of the batch.</summary>
    private async Task<Dictionary<int, int>> RecordedAsync()
    {
        if (rows.Count == 0) return [];
        await connection.StageAsync("incoming", $"select 0::integer as place, symbol, date from {table}", rows.Count, (to, i) =>
        {
            to.Add(i);
            WriteKey(to, i);
        });
        var (first, last) = rows.Dates;
        var found = await connection.QueryAsync($"""
            select place, max(revision) from incoming i join {table} h on h.symbol = i.symbol and h.date = i.date
            where h.date between $1 and $2 group by place
            """, r => (Row: r.GetInt32(0), Revision: r.GetInt32(1)), first, last);
        return found.ToDictionary(f => f.Row, f => f.Revision);
    }

    /// <summary>Rows of the batch that differ from the newest revision of their day.</summary>
    private async Task<List<int>> ChangedAsync(Dictionary<int, int> recorded)
    {
        var days = recorded.ToList();
        await connection.StageAsync("candidate", $"select 0::integer as place, symbol, date, revision, payload from {table}", days.Count, (to, i) =>
        {
            to.Add(days[i].Key);
            WriteKey(to, days[i].Key);
            to.Add(days[i].Value);
            to.AddJson(payload.Of(days[i].Key));
        });
        var (first, last) = rows.Dates;
        var differing = await connection.QueryAsync($"""
            select place, h.payload, c.payload from candidate c
            join {table} h on h.symbol = c.symbol and h.date = c.date and h.revision = c.revision
            where h.payload <> c.payload and h.date between $1 and $2 order by place
            """, r => (Row: r.GetInt32(0), Same: Payload.SameDay(r.GetString(1), r.GetString(2), tables.CrossSectional)), first, last);
        return [.. differing.Where(d => !d.Same).Select(d => d.Row)];
    }

    private Task WriteAsync(List<int> places, Func<int, int> revision, string? reason)
    {
        var heads = tables.HeadNames.Select(rows.Column).ToArray();
        return places.Count == 0 ? Task.CompletedTask : connection.AppendAsync(tables.History, places.Count, (to, i) =>
        {
            var row = places[i];
            WriteKey(to, row);
            to.Add(revision(row));
            foreach (var head in heads) ArrowCell.Write(to, head, row);
            to.AddJson(payload.Of(row));
            to.Add(reason);
            to.Add(entry.RunId);
            to.Add(entry.RecordedAt);
        });
    }

    private void WriteKey(IRowWriter to, int row)
    {
        ArrowCell.Write(to, rows.Columns[0], row);
        ArrowCell.Write(to, rows.Columns[1], row);
    }
}
