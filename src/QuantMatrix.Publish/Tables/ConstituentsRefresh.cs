namespace QuantMatrix.Publish.Tables;

/// <summary>Extends, closes and opens the membership intervals of one index by the member list of one day.</summary>
internal sealed class ConstituentsRefresh(ITableSession session, string index, DateOnly asOf)
{
    private const string Active = "from index_constituents where index_name = $1 and is_active";

    public async Task<MembershipChange> RunAsync(IReadOnlyList<string> members)
    {
        var (before, now) = (await session.QueryAsync($"select symbol {Active}", r => r.GetString(0), index), members.InOrder());
        if (await OutOfDateAsync()) return new MembershipChange([], [], before.InOrder()) { OutOfDate = true };
        await session.StageAsync("member", "select symbol from index_constituents", now.Count, (row, i) => row.Add(now[i]));
        await CloseAsync();
        await ExtendAsync();
        await ReopenAsync();
        await OpenAsync();
        return new MembershipChange(now.Except(before).InOrder(), before.Except(now).InOrder(), now.Intersect(before).InOrder());
    }

    private async Task<bool> OutOfDateAsync() => (await session.QueryAsync("""
        select symbol from index_constituents
        where index_name = $1 and greatest(last_seen_at, coalesce(became_inactive_at, last_seen_at)) > $2 limit 1
        """, r => r.GetString(0), index, asOf)).Count > 0;

    private Task<int> CloseAsync() => session.ExecuteAsync("""
        update index_constituents set is_active = false, became_inactive_at = $2
        where index_name = $1 and is_active and symbol not in (select symbol from member)
        """, index, asOf);

    private Task<int> ExtendAsync() => session.ExecuteAsync(
        "update index_constituents set last_seen_at = $2 where index_name = $1 and is_active and last_seen_at < $2", index, asOf);

    /// <summary>Whoever left on this very day and is back has not left.</summary>
    private Task<int> ReopenAsync() => session.ExecuteAsync("""
        update index_constituents set is_active = true, became_inactive_at = null, last_seen_at = $2
        where index_name = $1 and became_inactive_at = $2 and symbol in (select symbol from member)
        """, index, asOf);

    private Task<int> OpenAsync() => session.ExecuteAsync($"""
        insert into index_constituents (index_name, symbol, first_seen_at, last_seen_at, is_active, became_inactive_at)
        select $1, symbol, $2, $2, true, null from member where symbol not in (select symbol {Active}) order by symbol
        """, index, asOf);
}
