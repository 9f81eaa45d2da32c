namespace QuantMatrix.Publish.Tables;

/// <summary>Reads the accounts of the broker statements.</summary>
internal static class BrokerAccounts
{
    public static async Task<IReadOnlyList<BrokerAccount>> ReadAsync<TConnection>(TConnection connection) where TConnection : ITableConnection
    {
        var statements = await connection.QueryAsync(
            "select account_id, from_date, to_date, positions_date from account_statements where is_retirement is distinct from true order by 1, 2, 3",
            r => (Account: r.GetString(0), From: r.GetFieldValue<DateOnly>(1), To: r.GetFieldValue<DateOnly>(2),
                Positions: r.IsDBNull(3) ? null : (DateOnly?)r.GetFieldValue<DateOnly>(3)));
        var positions = (await connection.QueryAsync("select account_id, conid, sum(quantity) from positions group by 1, 2 having sum(quantity) <> 0",
            r => (Account: r.GetString(0), Contract: r.GetInt64(1), Quantity: r.GetDecimal(2)))).ToLookup(p => p.Account);
        var transfers = (await connection.QueryAsync("""
            select account_id, other_account, max(report_date) from transfers
            where other_account is not null and report_date is not null and (direction = 'IN' or direction is null and quantity > 0) group by 1, 2
            """, r => (Account: r.GetString(0), Other: r.GetString(1), Day: r.GetFieldValue<DateOnly>(2)))).ToLookup(t => t.Account);
        return
        [
            .. statements.GroupBy(s => s.Account).Select(g => new BrokerAccount(
                g.Key, [.. g.Select(s => (s.From, s.To))], g.Max(s => s.Positions),
                positions[g.Key].ToDictionary(p => p.Contract, p => p.Quantity), transfers[g.Key].ToDictionary(t => t.Other, t => t.Day))),
        ];
    }
}
