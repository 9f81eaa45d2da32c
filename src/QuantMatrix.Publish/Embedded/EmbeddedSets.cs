using System.Data.Common;
using QuantMatrix.Model;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Sets, values and lists in two small tables of the DuckDB file.</summary>
internal sealed class EmbeddedSets(EmbeddedDatabase database, TimeProvider clock) : ISets
{
    /// <summary>All members of a set share one expiry; a single value has place 0, list entries count up from 1.</summary>
    private const string Tables = """
        create table if not exists set_member (name text not null, member text not null, expires_at timestamptz, primary key (name, member));
        create table if not exists key_value (key text not null, place bigint not null, value json not null, expires_at timestamptz, primary key (key, place))
        """;

    private const string SameMember = "i.name = s.name and i.member = s.member";

    private const string Live = "(expires_at is null or expires_at > $2)";

    private bool hasTables;

    public Task ReplaceSetsAsync(
        IReadOnlyDictionary<string, IReadOnlyCollection<string>> sets, TimeSpan? timeToLive = null, CancellationToken ct = default) =>
        WriteAsync((connection, now) =>
        {
            if (sets.Count == 0) return 0;
            var (names, expiry) = (string.Join(", ", sets.Keys.Select(SqlText.Quote)), now + timeToLive);
            Stage(connection, sets.SelectMany(s => s.Value.InOrder().Select(member => (s.Key, member))));
            connection.Execute($"delete from set_member s where name in ({names}) and not exists (select 1 from incoming i where {SameMember})");
            connection.Execute($"update set_member set expires_at = $1 where name in ({names})", expiry);
            return Insert(connection, expiry);
        }, ct);

    public Task<int> AddToSetAsync(string name, IReadOnlyCollection<string> members, TimeSpan? timeToLiveFromFirst = null,
        CancellationToken ct = default) =>
        WriteAsync((connection, now) =>
        {
            var expiry = connection.Query("select expires_at from set_member where name = $1 limit 1", Time, name);
            Stage(connection, members.InOrder().Select(member => (name, member)));
            return Insert(connection, expiry.Count > 0 ? expiry[0] : now + timeToLiveFromFirst);
        }, ct);

    public Task<IReadOnlyList<string>> MembersAsync(string name, CancellationToken ct = default) =>
        ReadAsync((connection, now) => connection.Texts($"select member from set_member where name = $1 and {Live}", name, now).InOrder(), ct);

    public Task SetKeysAsync(IReadOnlyDictionary<string, string> values, TimeSpan? timeToLive = null, CancellationToken ct = default) =>
        WriteAsync((connection, now) => values.Count == 0 ? 0 : connection.Execute(
            $"insert or replace into key_value values {string.Join(", ", values.Select((_, i) => $"(${2 * i + 2}, 0, ${2 * i + 3}, $1)"))}",
            [now + timeToLive, .. values.SelectMany(v => (string[])[v.Key, v.Value])]), ct);

    public Task<string?> GetKeyAsync(string key, CancellationToken ct = default) =>
        ReadAsync((connection, now) =>
            connection.Texts($"select value from key_value where key = $1 and place = 0 and {Live}", key, now).SingleOrDefault(), ct);

    public Task PushAsync(string key, string json, int keepLast, CancellationToken ct = default) =>
        WriteAsync((connection, _) =>
        {
            connection.Execute("insert into key_value select $1, coalesce(max(place), 0) + 1, $2, null from key_value where key = $1", key, json);
            return connection.Execute(
                "delete from key_value where key = $1 and place between 1 and (select max(place) from key_value where key = $1) - $2", key, keepLast);
        }, ct);

    public Task<IReadOnlyList<string>> ListAsync(string key, CancellationToken ct = default) =>
        ReadAsync<IReadOnlyList<string>>((connection, _) =>
            connection.Texts("select value from key_value where key = $1 and place > 0 order by place desc", key), ct);

    /// <summary>Deletes expired entries first.</summary>
    private Task<T> WriteAsync<T>(Func<EmbeddedConnection, DateTimeOffset, T> work, CancellationToken ct) => ReadAsync(
        (connection, now) =>
        {
            connection.Execute("delete from set_member where expires_at <= $1", now);
            connection.Execute("delete from key_value where expires_at <= $1", now);
            return work(connection, now);
        }, ct);

    /// <summary>Creates the tables first, once, unless the file must not change.</summary>
    private async Task<T> ReadAsync<T>(Func<EmbeddedConnection, DateTimeOffset, T> work, CancellationToken ct)
    {
        var result = await database.RunAsync(connection =>
        {
            if (!hasTables && !database.IsReadOnly) connection.Execute(Tables);
            return work(connection, clock.GetUtcNow());
        }, ct);
        hasTables = true;
        return result;
    }

    private static DateTimeOffset? Time(DbDataReader row) => row.IsDBNull(0) ? null : row.GetFieldValue<DateTimeOffset>(0);

    private static void Stage(EmbeddedConnection connection, IEnumerable<(string Name, string Member)> members)
    {
        var incoming = members.ToList();
        connection.Stage("incoming", "select name, member from set_member", incoming.Count, (row, i) =>
        {
            row.Add(incoming[i].Name);
            row.Add(incoming[i].Member);
        });
    }

    private static int Insert(EmbeddedConnection connection, DateTimeOffset? expiresAt) => connection.Execute($"""
        insert into set_member
        select name, member, $1 from incoming i where not exists (select 1 from set_member s where {SameMember})
        """, expiresAt);
}
