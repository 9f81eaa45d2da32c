using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>Closes the positions of an account that no statement will close: it was closed or migrated. The history stays.</summary>
/// <remarks>The day is stored like a statement without positions: older statements do not reopen them, a newer one does.</remarks>
internal sealed class AccountRetirement(ITableConnection connection, PublishedTables tables, string account)
{
    /// <summary>Tables of what is open.</summary>
    private static readonly string[] Open = ["positions", "tax_lots"];

    /// <param name="now">On the broker's clock.</param>
    /// <returns>The number of positions closed.</returns>
    /// <exception cref="ConfigurationException">The account is unknown, or has positions of a later day.</exception>
    public async Task<int> RunAsync(DateOnly date, DateTime now, string runId)
    {
        var known = await connection.QueryAsync(
            $"select account_id, max(positions_date) from {tables.AccountStatements.Name} group by account_id order by account_id",
            r => (Account: r.GetString(0), Newest: r.IsDBNull(1) ? null : (DateOnly?)r.GetFieldValue<DateOnly>(1)));
        if (!known.Exists(k => k.Account == account))
            throw new ConfigurationException(known.Count == 0 ? $"unknown account {account}; no statement is stored"
                : $"unknown account {account}; expected one of {string.Join(", ", known.Select(k => k.Account))}");
        if (known.Single(k => k.Account == account).Newest is { } newest && newest > date)
            throw new ConfigurationException($"{account} has positions of {newest:yyyy-MM-dd}; expected that date or a later one, not {date:yyyy-MM-dd}");
        await new StatementHeader(account, date, date, now) { PositionsDate = date }.WriteAsync(connection, tables.AccountStatements, runId);
        var closed = await connection.ExecuteAsync($"delete from {Open[0]} where account_id = $1", account);
        await connection.ExecuteAsync($"delete from {Open[1]} where account_id = $1", account);
        return closed;
    }
}
