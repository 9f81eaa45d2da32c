using System.Data.Common;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>Runs the tie-outs that a statement can be checked by, and stores their outcomes and breaks.</summary>
/// <param name="positionsDate">Report date of the statement's positions; null when it has no such section.</param>
internal sealed class StatementTieOuts(ITableConnection connection, PublishedTables tables, StatementEntry entry, DateOnly? positionsDate)
{
    /// <summary>The tables of which a tie-out reads the rows of the statement.</summary>
    private static readonly Dictionary<string, string[]> Read = new()
    {
        [TieOuts.Lots] = ["positions", "tax_lots"],
        [TieOuts.NetAssetValue] = ["account_nav"],
        [TieOuts.Cash] = ["account_balances"],
        [TieOuts.Positions] = ["positions", "trades", "transfers", "broker_corporate_actions"],
    };

    private readonly AccountStatement statement = entry.Statement;
    private readonly DateOnly last = positionsDate > entry.Statement.To ? positionsDate.Value : entry.Statement.To;

    /// <param name="staged">The tables of the statement, with its rows.</param>
    /// <param name="incomplete">Those with unreadable rows.</param>
    public async Task<IReadOnlyList<TieOutCheck>> RunAsync(
        IReadOnlyList<StagedTable> staged, PreviousPositions previous, IReadOnlySet<string> incomplete)
    {
        var found = new StagedTable(connection, tables.TieOuts);
        await found.StageAsync();
        var reasons = new Dictionary<string, string?>();
        foreach (var (name, query) in entry.TieOuts)
            if ((reasons[name] = NotChecked(name, previous, incomplete) ?? await OmittedAsync(name, staged)) is null) await FindAsync(found, name, query);
        var breaks = await BreaksAsync(found);
        await found.MergeAsync(entry.RunId, "account_id = $1 and report_date between $2 and $3", statement.Account, statement.From, last);
        List<TieOutCheck> checks = [.. reasons.Select(r => new TieOutCheck(r.Key, r.Value, [.. breaks.Where(b => b.TieOut == r.Key)]))];
        await WriteAsync(checks);
        return checks;
    }

    private string? NotChecked(string tieOut, PreviousPositions previous, IReadOnlySet<string> incomplete)
    {
        if (statement.NotChecked.GetValueOrDefault(tieOut) is { } omitted) return omitted;
        if (Read.GetValueOrDefault(tieOut)?.FirstOrDefault(incomplete.Contains) is { } table) return $"{table} has unreadable rows";
        if (tieOut != TieOuts.Positions || previous.IsAdjacent) return null;
        return previous.Date is { } date ? $"no statement covers the days since the positions of {date:yyyy-MM-dd}" : "no earlier positions are stored";
    }

    /// <summary>The reason of the first row that cannot be checked.</summary>
    private async Task<string?> OmittedAsync(string tieOut, IReadOnlyList<StagedTable> staged) =>
        Read.GetValueOrDefault(tieOut) is [var name] && staged.FirstOrDefault(t => t.Name == name) is { } table
            ? (await connection.QueryAsync($"select min(not_checked) from {table.Incoming}", r => r.IsDBNull(0) ? null : r.GetString(0)))[0] : null;

    private Task<int> FindAsync(StagedTable found, string name, string query) => connection.ExecuteAsync($"""
        insert into {found.Incoming} select account_id, {SqlText.Quote(name)}, report_date, subject, expected, found, $4
        from (
        {query}
        ) tied where account_id = $1 and report_date between $2 and $3
        """, statement.Account, statement.From, last, statement.Generated);

    private Task<List<TieOutBreak>> BreaksAsync(StagedTable found) => connection.QueryAsync($"""
        select i.tie_out, i.report_date, i.subject, i.expected, i.found, t.tie_out is not null
        from {found.Incoming} i
        left join {tables.TieOuts.Name} t on t.account_id = i.account_id and t.tie_out = i.tie_out and t.report_date = i.report_date
            and t.subject = i.subject and t.expected is not distinct from i.expected and t.found is not distinct from i.found
        order by i.report_date desc, i.tie_out, i.subject
        """, BreakOf);

    private TieOutBreak BreakOf(DbDataReader row)
    {
        var date = row.GetFieldValue<DateOnly>(1);
        return new(statement.Account, row.GetString(0), date, row.GetString(2), Amount(3), Amount(4)) { AlreadyReported = row.GetBoolean(5) && date < last };

        decimal? Amount(int column) => row.IsDBNull(column) ? null : row.GetDecimal(column);
    }

    private async Task WriteAsync(List<TieOutCheck> checks)
    {
        var outcomes = new StagedTable(connection, tables.Checks);
        await outcomes.StageAsync(checks.Count, (row, i) =>
        {
            row.Add(statement.Account);
            row.Add(checks[i].TieOut);
            row.Add((DateOnly?)statement.From);
            row.Add((DateOnly?)statement.To);
            row.Add(checks[i].Outcome);
            row.Add(checks[i].NotChecked);
            row.Add((DateTime?)statement.Generated);
        });
        await outcomes.MergeAsync(entry.RunId);
    }
}
