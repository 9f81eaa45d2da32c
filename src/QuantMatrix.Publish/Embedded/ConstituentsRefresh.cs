using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Extends, closes and opens the membership intervals of one index by the member list of one day.</summary>
internal sealed class ConstituentsRefresh(EmbeddedSession session, string index, DateOnly asOf)
{
    private const string Active = "from index_constituents where index_name = $1 and is_active";

    public MembershipChange Run(IReadOnlyList<string> members)
    {
        var (before, now) = (session.Texts($"select symbol {Active}", index), members.InOrder());
        if (OutOfDate()) return new MembershipChange([], [], before.InOrder()) { OutOfDate = true };
        session.Stage("member", "select symbol from index_constituents", now.Count, (row, i) => row.AppendValue(now[i]));
        Close();
        Extend();
        Reopen();
        Open();
        return new MembershipChange(now.Except(before).InOrder(), before.Except(now).InOrder(), now.Intersect(before).InOrder());
    }

    private bool OutOfDate() => session.Texts("""
        select symbol from index_constituents
        where index_name = $1 and greatest(last_seen_at, coalesce(became_inactive_at, last_seen_at)) > $2 limit 1
        """, index, asOf).Count > 0;

    private void Close() => session.Execute("""
        update index_constituents set is_active = false, became_inactive_at = $2
        where index_name = $1 and is_active and symbol not in (select symbol from member)
        """, index, asOf);

    private void Extend() => session.Execute(
        "update index_constituents set last_seen_at = $2 where index_name = $1 and is_active and last_seen_at < $2", index, asOf);

    /// <summary>Whoever left on this very day and is back has not left.</summary>
    private void Reopen() => session.Execute("""
        update index_constituents set is_active = true, became_inactive_at = null, last_seen_at = $2
        where index_name = $1 and became_inactive_at = $2 and symbol in (select symbol from member)
        """, index, asOf);

    private void Open() => session.Execute($"""
        insert into index_constituents (index_name, symbol, first_seen_at, last_seen_at, is_active, became_inactive_at)
        select $1, symbol, $2, $2, true, null from member where symbol not in (select symbol {Active}) order by symbol
        """, index, asOf);
}
