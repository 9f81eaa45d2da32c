using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>Extends, closes and opens the membership intervals of one index from the member list of one day.</summary>
internal sealed class ConstituentsRefresh(ITableConnection connection, string index, DateOnly asOf)
{
    private const string Active = "from index_constituents where index_name = $1 and is_active";

    public async Task<MembershipChange> RunAsync(IReadOnlyList<IndexMember> members, IReadOnlyList<Rename> renames)
    {
        var (before, now) = (await connection.QueryAsync($"select symbol {Active}", r => r.GetString(0), index), members.Select(m => m.Symbol).InOrder());
        if (await IsOutOfDateAsync()) return new MembershipChange([], [], before.InOrder()) { OutOfDate = true };
        await StageAsync([.. members.DistinctBy(m => m.Symbol)]);
        var renamed = await RenameAsync(renames.Where(r => r.Date <= asOf && before.Contains(r.From) && now.Contains(r.To)), before, now);
        await CloseAsync();
        await ExtendAsync();
        await ReopenAsync();
        await ClassifyAsync();
        await OpenAsync();
        var added = now.Except(before).Except(renamed.Select(r => r.To));
        var removed = before.Except(now).Except(renamed.Select(r => r.From));
        return new MembershipChange(added.InOrder(), removed.InOrder(), now.Intersect(before).InOrder()) { Renamed = renamed };
    }

    private Task StageAsync(IReadOnlyList<IndexMember> members) =>
        connection.StageAsync("member", "select symbol, sector, industry, name from index_constituents", members.Count, (row, i) =>
        {
            row.Add(members[i].Symbol);
            row.Add(members[i].Sector);
            row.Add(members[i].Industry);
            row.Add(members[i].Name);
        });

    /// <summary>Moves the open interval to the new ticker, unless that ticker already has an interval starting on the same day.</summary>
    private async Task<IReadOnlyList<(string From, string To)>> RenameAsync(
        IEnumerable<Rename> renames, IReadOnlyList<string> before, IReadOnlyList<string> now)
    {
        var renamed = new List<(string, string)>();
        foreach (var (from, to) in renames.Where(r => !now.Contains(r.From) && !before.Contains(r.To)).Select(r => (r.From, r.To)).Distinct())
            if (await connection.ExecuteAsync("""
                update index_constituents set symbol = $3, formerly = concat_ws(' ', formerly, symbol)
                where index_name = $1 and symbol = $2 and is_active
                    and first_seen_at not in (select first_seen_at from index_constituents where index_name = $1 and symbol = $3)
                """, index, from, to) > 0) renamed.Add((from, to));
        return renamed;
    }

    private async Task<bool> IsOutOfDateAsync() => (await connection.QueryAsync("""
        select symbol from index_constituents
        where index_name = $1 and greatest(last_seen_at, coalesce(became_inactive_at, last_seen_at)) > $2 limit 1
        """, r => r.GetString(0), index, asOf)).Count > 0;

    private Task<int> CloseAsync() => connection.ExecuteAsync("""
        update index_constituents set is_active = false, became_inactive_at = $2
        where index_name = $1 and is_active and symbol not in (select symbol from member)
        """, index, asOf);

    private Task<int> ExtendAsync() => connection.ExecuteAsync(
        "update index_constituents set last_seen_at = $2 where index_name = $1 and is_active and last_seen_at < $2", index, asOf);

    /// <summary>A member removed earlier on the same day and listed again keeps its interval.</summary>
    private Task<int> ReopenAsync() => connection.ExecuteAsync("""
        update index_constituents set is_active = true, became_inactive_at = null, last_seen_at = $2
        where index_name = $1 and became_inactive_at = $2 and symbol in (select symbol from member)
        """, index, asOf);

    /// <summary>A list without names, sectors or industries keeps the stored ones.</summary>
    private Task<int> ClassifyAsync() => connection.ExecuteAsync("""
        update index_constituents as c 
            set sector = coalesce(m.sector, c.sector), industry = coalesce(m.industry, c.industry), name = coalesce(m.name, c.name)
        from member m where c.index_name = $1 and c.is_active and c.symbol = m.symbol
            and (coalesce(m.sector, c.sector) is distinct from c.sector or coalesce(m.industry, c.industry) is distinct from c.industry
                or coalesce(m.name, c.name) is distinct from c.name)
        """, index);

    private Task<int> OpenAsync() => connection.ExecuteAsync($"""
        insert into index_constituents (index_name, symbol, first_seen_at, last_seen_at, is_active, became_inactive_at, sector, industry, name)
        select $1, symbol, $2, $2, true, null, sector, industry, name from member where symbol not in (select symbol {Active}) order by symbol
        """, index, asOf);
}
