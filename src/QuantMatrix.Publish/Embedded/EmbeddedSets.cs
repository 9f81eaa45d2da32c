using QuantMatrix.Publish.Tables;
using System.Data.Common;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Sets, values and lists as two small tables of the DuckDB file.</summary>
internal sealed class EmbeddedSets(EmbeddedDatabase database, TimeProvider clock) : ISets
{
    /// <summary>All members of a set carry its end; a value has place 0, the entries of a list count up from 1.</summary>
    private const string Tables = """
        create table if not exists set_member (name text not null, member text not null, expires_at timestamptz, primary key (name, member));
        create table if not exists key_value (key text not null, place bigint not null, value json not null, expires_at timestamptz, primary key (key, place))
        """;

    public Task ReplaceSetAsync(string name, IReadOnlyCollection<string> members, TimeSpan? timeToLive = null, CancellationToken ct = default) =>
        RunAsync((session, now) =>
        {
            StageMembers(session, members);
            session.Execute("delete from set_member where name = $1 and member not in (select member from given)", name);
            session.Execute("update set_member set expires_at = $2 where name = $1", name, now + timeToLive);
            return Insert(session, name, now + timeToLive);
        }, ct);

    public Task<int> AddToSetAsync(string name, IReadOnlyCollection<string> members, TimeSpan? timeToLiveFromFirst = null,
        CancellationToken ct = default) =>
        RunAsync((session, now) =>
        {
            var ends = session.Query("select expires_at from set_member where name = $1 limit 1", Time, name);
            StageMembers(session, members);
            return Insert(session, name, ends.Count > 0 ? ends[0] : now + timeToLiveFromFirst);
        }, ct);

    public Task<IReadOnlyList<string>> MembersAsync(string name, CancellationToken ct = default) =>
        RunAsync((session, _) => session.Texts("select member from set_member where name = $1", name).InOrder(), ct);

    public Task SetKeysAsync(IReadOnlyDictionary<string, string> values, TimeSpan? timeToLive = null, CancellationToken ct = default) =>
        RunAsync((session, now) =>
            values.Sum(v => session.Execute("insert or replace into key_value values ($1, 0, $2, $3)", v.Key, v.Value, now + timeToLive)), ct);

    public Task<string?> GetKeyAsync(string key, CancellationToken ct = default) =>
        RunAsync((session, _) => session.Texts("select value from key_value where key = $1 and place = 0", key).SingleOrDefault(), ct);

    public Task PushAsync(string key, string json, int keepLast, CancellationToken ct = default) =>
        RunAsync((session, _) =>
        {
            session.Execute("insert into key_value select $1, coalesce(max(place), 0) + 1, $2, null from key_value where key = $1", key, json);
            return session.Execute(
                "delete from key_value where key = $1 and place between 1 and (select max(place) from key_value where key = $1) - $2", key, keepLast);
        }, ct);

    public Task<IReadOnlyList<string>> ListAsync(string key, CancellationToken ct = default) =>
        RunAsync<IReadOnlyList<string>>((session, _) =>
            session.Texts("select value from key_value where key = $1 and place > 0 order by place desc", key), ct);

    /// <summary>What has expired goes first, so that the work sees only what is there.</summary>
    private Task<T> RunAsync<T>(Func<EmbeddedConnection, DateTimeOffset, T> work, CancellationToken ct) => database.RunAsync(session =>
    {
        var now = clock.GetUtcNow();
        session.Execute(Tables);
        session.Execute("delete from set_member where expires_at <= $1", now);
        session.Execute("delete from key_value where expires_at <= $1", now);
        return work(session, now);
    }, ct);

    private static DateTimeOffset? Time(DbDataReader row) => row.IsDBNull(0) ? null : row.GetFieldValue<DateTimeOffset>(0);

    private static void StageMembers(EmbeddedConnection session, IReadOnlyCollection<string> members)
    {
        var given = members.InOrder();
        session.Stage("given", "select member from set_member", given.Count, (row, i) => row.Add(given[i]));
    }

    private static int Insert(EmbeddedConnection session, string name, DateTimeOffset? expiresAt) => session.Execute(
        "insert into set_member select $1, member, $2 from given where member not in (select member from set_member where name = $1)", name, expiresAt);
}
