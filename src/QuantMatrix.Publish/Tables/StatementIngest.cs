using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>Ingests one broker statement: stages its rows, merges them table by table, then runs the tie-outs.</summary>
internal sealed class StatementIngest(ITableConnection connection, PublishedTables tables, StatementEntry entry)
{
    private readonly AccountStatement statement = entry.Statement;

    public async Task<StatementResult> RunAsync(IEnumerable<TableRows> rows)
    {
        var staged = await StageAsync(rows);
        var incomplete = entry.Incomplete();
        var date = await PositionsDateAsync(staged.FindAll(t => !incomplete.Contains(t.Name)));
        var superseded = await ExistsAsync("positions_date = $2 and generated_at > $3", date);
        var outOfDate = await ExistsAsync("positions_date > $2 or positions_date = $2 and generated_at > $3", date);
        var counts = new Dictionary<string, PublishCount>();
        foreach (var table in staged.Where(t => !IsOutdated(t.RowRetention, superseded, outOfDate)))
            counts.Add(table.Name, incomplete.Contains(table.Name) ? await table.MergeAsync(entry.RunId) : await MergeAsync(table, date));
        var previous = await PreviousPositionsAsync(date);
        await Header(date, previous).WriteAsync(connection, tables.AccountStatements, entry.RunId);
        return new StatementResult(counts, await new StatementTieOuts(connection, tables, entry, date).RunAsync(staged, previous, incomplete))
        {
            PositionsOutOfDate = outOfDate, GapSince = outOfDate || previous.IsAdjacent ? null : previous.Date,
        };
    }

    private async Task<List<StagedTable>> StageAsync(IEnumerable<TableRows> rows)
    {
        var staged = tables.Statements.Where(t => statement.Tables.Contains(t.Name)).Select(t => new StagedTable(connection, t)).ToList();
        foreach (var table in staged) await table.StageAsync();
        foreach (var batch in rows) await staged.Single(t => t.Name == batch.Table.Name).AddAsync(batch.Rows, entry);
        foreach (var table in staged) await table.DeduplicateAsync(statement);
        foreach (var table in staged) await table.MatchIdsAsync();
        foreach (var table in staged.Where(t => t.RowRetention is RowRetention.PerDay or RowRetention.PerPeriod))
            await connection.ExecuteAsync($"delete from {table.Incoming} as t where {Superseded(table, "$1")}", statement.Generated);
        return staged;
    }

    private static bool IsOutdated(RowRetention retention, bool superseded, bool outOfDate) => retention switch
    {
        RowRetention.UntilNextReport => outOfDate,
        RowRetention.PerReportDate => superseded,
        _ => false,
    };

    /// <summary>Deletes stored rows the statement no longer reports: open positions of the account, or the rows of its report date, days or period.</summary>
    private Task<PublishCount> MergeAsync(StagedTable table, DateOnly? date) => table.RowRetention switch
    {
        RowRetention.UntilNextReport => table.MergeAsync(entry.RunId, "account_id = $1", statement.Account),
        RowRetention.PerReportDate => table.MergeAsync(entry.RunId, "account_id = $1 and report_date = $2", statement.Account, date),
        RowRetention.PerDay or RowRetention.PerPeriod => table.MergeAsync(entry.RunId,
            $"account_id = $1 and {IsWithin(table, "$2", "$3")} and not {Superseded(table, "$4")}",
            statement.Account, statement.From, statement.To, statement.Generated),
        _ => table.MergeAsync(entry.RunId),
    };

    /// <summary>A condition: the row <c>t</c> is of a day or period for which a statement generated later reports the table.</summary>
    private string Superseded(StagedTable table, string generated) => $"""
        exists (select 1 from {tables.AccountStatements.Name} s where s.account_id = t.account_id and s.generated_at > {generated}
            and {IsWithin(table, "s.from_date", "s.to_date")} and concat(' ', s.sections, ' ') like '% {table.Name} %')
        """;

    /// <summary>A condition: the row <c>t</c> is of the period, or of one of its days.</summary>
    private static string IsWithin(StagedTable table, string from, string to) => table.RowRetention == RowRetention.PerPeriod
        ? $"t.from_date = {from} and t.to_date = {to}" : $"t.report_date between {from} and {to}";

    /// <summary>Report date of the positions; the statement's last day when it reports none open; null when it has no such section.</summary>
    private async Task<DateOnly?> PositionsDateAsync(List<StagedTable> staged) =>
        staged.Find(t => t.RowRetention == RowRetention.PerReportDate) is not { } history ? null : await history.NewestAsync("report_date") ?? statement.To;

    private async Task<bool> ExistsAsync(string condition, DateOnly? positionsDate) => positionsDate is { } date && (await connection.QueryAsync(
        $"select 1 from {tables.AccountStatements.Name} where account_id = $1 and ({condition}) limit 1",
        _ => true, statement.Account, date, statement.Generated)).Count > 0;

    private async Task<PreviousPositions> PreviousPositionsAsync(DateOnly? positionsDate)
    {
        if (positionsDate is not { } date || !statement.HasTrades) return new(null, IsAdjacent: false);
        var previous = (await connection.QueryAsync(
            $"select max(positions_date) from {tables.AccountStatements.Name} where account_id = $1 and positions_date < $2",
            r => r.IsDBNull(0) ? null : (DateOnly?)r.GetFieldValue<DateOnly>(0), statement.Account, date))[0];
        return new(previous, previous is { } last && statement.From <= entry.Calendar.AtOrAfter(last.AddDays(1)));
    }

    private StatementHeader Header(DateOnly? positionsDate, PreviousPositions previous) => new(
        statement.Account, statement.From, statement.To, statement.Generated)
    {
        BaseCurrency = statement.BaseCurrency, Tables = statement.Tables, PositionsDate = positionsDate,
        PreviousSession = statement.From.Year > SessionCalendar.First.Year ? entry.Calendar.AtOrBefore(statement.From.AddDays(-1)) : null,
        PreviousPositions = previous.IsAdjacent && !statement.NotChecked.ContainsKey(TieOuts.Positions) ? previous.Date : null,
    };
}

/// <summary>The positions of the account before those of a statement.</summary>
/// <param name="Date">Null without any.</param>
/// <param name="IsAdjacent">No session lies between that date and the first day of the statement.</param>
internal sealed record PreviousPositions(DateOnly? Date, bool IsAdjacent);
