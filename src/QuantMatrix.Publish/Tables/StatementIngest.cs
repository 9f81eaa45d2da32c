using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>Takes one statement: stages its rows, merges them table by table, then looks whether all adds up.</summary>
internal sealed class StatementIngest(ITableConnection session, PublishedTables tables, StatementEntry entry)
{
    private readonly AccountStatement statement = entry.Statement;

    public async Task<StatementCount> RunAsync(IEnumerable<TableRows> rows)
    {
        var staged = tables.Statements.Where(t => statement.Tables.Contains(t.Name)).Select(t => new StagedTable(session, t)).ToList();
        foreach (var table in staged) await table.StageAsync();
        foreach (var batch in rows) await staged.Single(t => t.Name == batch.Table.Name).AddAsync(batch.Rows);
        foreach (var table in staged) await table.UniteAsync(statement);

        var incomplete = entry.Incomplete();
        var day = await PositionsDateAsync(staged.FindAll(t => !incomplete.Contains(t.Name)));
        var (older, outdone) = (await IsToldAsync("positions_date > $2 or positions_date = $2 and generated_at > $3", day), await IsToldAsync("positions_date = $2 and generated_at > $3", day));
        var counts = new Dictionary<string, PublishCount>();
        foreach (var table in staged)
            if (table.RowRetention == RowRetention.Always || !(table.RowRetention == RowRetention.UntilNextReport ? older : outdone))
                counts.Add(table.Name, incomplete.Contains(table.Name) ? await table.MergeAsync(entry.RunId) : await MergeAsync(table, day));
        var before = await BeforeAsync(day);
        await WriteHeadAsync(day, before);
        return new StatementCount(counts, await TieOutsAsync(day)) { PositionsOutOfDate = older, UntoldSince = older || before.IsNext ? null : before.Day };
    }

    /// <summary>Of what is open, and of a report date, stored rows that the statement does not repeat are gone.</summary>
    private Task<PublishCount> MergeAsync(StagedTable table, DateOnly? day) => table.RowRetention switch
    {
        RowRetention.UntilNextReport => table.MergeAsync(entry.RunId, "account_id = $1", statement.Account),
        RowRetention.PerReportDate => table.MergeAsync(entry.RunId, "account_id = $1 and report_date = $2", statement.Account, day),
        _ => table.MergeAsync(entry.RunId),
    };

    /// <summary>The day of its positions; its last day when it says that there are none; null when it does not say.</summary>
    private async Task<DateOnly?> PositionsDateAsync(List<StagedTable> staged) =>
        staged.Find(t => t.RowRetention == RowRetention.PerReportDate) is not { } history ? null : await history.NewestAsync("report_date") ?? statement.To;

    private async Task<bool> IsToldAsync(string condition, DateOnly? day) => day is { } date && (await session.QueryAsync(
        $"select 1 from {tables.AccountStatements.Name} where account_id = $1 and ({condition}) limit 1", _ => true, statement.Account, date, statement.Generated)).Count > 0;

    private async Task WriteHeadAsync(DateOnly? day, (DateOnly? Day, bool IsNext) before)
    {
        var head = new StagedTable(session, tables.AccountStatements);
        await head.StageAsync(row =>
        {
            row.Add(statement.Account);
            row.Add((DateOnly?)statement.From);
            row.Add((DateOnly?)statement.To);
            row.Add((DateTime?)statement.Generated);
            row.Add(statement.BaseCurrency);
            row.Add(day);
            row.Add(before.IsNext ? before.Day : null);
        });
        await head.MergeAsync(entry.RunId);
    }

    /// <summary>The positions before, and whether no session lies between them and the first day of this statement.</summary>
    private async Task<(DateOnly? Day, bool IsNext)> BeforeAsync(DateOnly? day)
    {
        if (day is not { } date || !statement.TellsMoves) return (null, false);
        var before = (await session.QueryAsync($"select max(positions_date) from {tables.AccountStatements.Name} where account_id = $1 and positions_date < $2",
            r => r.IsDBNull(0) ? null : (DateOnly?)r.GetFieldValue<DateOnly>(0), statement.Account, date))[0];
        return (before, before is { } last && statement.From <= entry.Calendar.AtOrAfter(last.AddDays(1)));
    }

    private async Task<IReadOnlyList<TieOutBreak>> TieOutsAsync(DateOnly? day)
    {
        var (found, last) = (new StagedTable(session, tables.TieOuts), day > statement.To ? day.Value : statement.To);
        await found.StageAsync();
        foreach (var (name, query) in entry.TieOuts)
            await session.ExecuteAsync($"""
                insert into {found.Incoming} select account_id, {TableScript.Quote(name)}, report_date, subject, expected, found, $4
                from (
                {query}
                ) tied where account_id = $1 and report_date between $2 and $3
                """, statement.Account, statement.From, last, statement.Generated);
        var breaks = await session.QueryAsync($"""
            select i.tie_out, i.report_date, i.subject, i.expected, i.found, t.tie_out is not null
            from {found.Incoming} i left join {tables.TieOuts.Name} t on t.account_id = i.account_id and t.tie_out = i.tie_out and t.report_date = i.report_date and t.subject = i.subject
                and t.expected is not distinct from i.expected and t.found is not distinct from i.found
            order by i.report_date desc, i.tie_out, i.subject
            """, r => new TieOutBreak(statement.Account, r.GetString(0), r.GetFieldValue<DateOnly>(1), r.GetString(2), Amount(r, 3), Amount(r, 4)) { WasKnown = r.GetBoolean(5) && r.GetFieldValue<DateOnly>(1) < last });
        await found.MergeAsync(entry.RunId, "account_id = $1 and report_date between $2 and $3", statement.Account, statement.From, last);
        return breaks;

        static decimal? Amount(System.Data.Common.DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDecimal(column);
    }
}
