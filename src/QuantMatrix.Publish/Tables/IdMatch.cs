using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>
/// Recognizes stored rows whose identifier is another one in the statement, because a field that identifies them was added to the query or removed from it.
/// </summary>
/// <remarks>Rows that are equal in everything else are matched in the order of their identifiers.</remarks>
/// <param name="incoming">Name of the staged rows.</param>
internal sealed class IdMatch(ITableConnection connection, Table table, string incoming, MadeId made)
{
    private readonly string sameKey = string.Join(" and ", table.Key.Select(k => $"o.{k} = r.{k}"));
    private readonly string facts = string.Join(", ", made.Facts.Prepend("account_id").Select(c => $"r.{c}"));
    private readonly string sameContent = string.Join(" and ", made.Facts.Select(c => $"s.{c} is not distinct from i.{c}")
        .Concat(made.Identifiers.Select(c => $"(s.{c} = i.{c} or s.{c} is null or i.{c} is null)")));

    private string Id => made.Column;

    private string IsMade => $"r.{Id} like '{MadeId.Prefix}%'";

    public async Task RunAsync()
    {
        var accounts = $"r.account_id in (select account_id from {incoming})";
        if (await ExistsAsync($"{table.Name} r where {accounts} and {IsMade}"))
            await RenameAsync(table.Name, "s", "i", Pairs($"{accounts} and {IsMade}", "true"));
        if (await ExistsAsync($"{incoming} r where {IsMade} and {IsMissingIn(table.Name)}"))
            await RenameAsync(incoming, "i", "s", Pairs($"{accounts} and not ({IsMade})", IsMade));
    }

    /// <summary>Stored rows <c>s</c> and staged rows <c>i</c> that are the same, and not yet by their keys.</summary>
    private string Pairs(string stored, string staged) => $"""
        ({Ranked(table.Name, incoming, stored)}) s join ({Ranked(incoming, table.Name, staged)}) i
            on s.account_id = i.account_id and s.n = i.n and {sameContent}
        """;

    private string Ranked(string rows, string others, string condition) => $"""
        select r.*, row_number() over (partition by {facts} order by r.{Id}) as n from {rows} r where {condition} and {IsMissingIn(others)}
        """;

    private string IsMissingIn(string others) => $"not exists (select 1 from {others} o where {sameKey})";

    private Task<int> RenameAsync(string rows, string from, string to, string pairs) => connection.ExecuteAsync($"""
        update {rows} as t set {Id} = p.new_id from (select {from}.account_id, {from}.{Id} as old_id, {to}.{Id} as new_id from {pairs}) p
        where t.account_id = p.account_id and t.{Id} = p.old_id
        """);

    private async Task<bool> ExistsAsync(string rows) => (await connection.QueryAsync($"select 1 from {rows} limit 1", _ => true)).Count > 0;
}
