using QuantMatrix.Batch.Composition;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>A view that <c>portfolio NAME</c> shows, with the parts of a query without which it cannot be computed.</summary>
/// <param name="Columns">What is shown of the view <c>portfolio_NAME</c>, after the account.</param>
/// <param name="Order">After the account.</param>
/// <param name="Needs">Tables of statements, and the sections of the query that fill them.</param>
internal sealed record PortfolioView(string Name, string Columns, string Order, IReadOnlyDictionary<string, string> Needs)
{
    /// <summary>Largest difference of a time-weighted return from the broker's that is not noted, in percentage points.</summary>
    private const string Tolerance = "0.01";

    /// <summary>Largest difference of a realized profit from the broker's that is not noted: in base currency, and as a share of the profits converted,
    /// because statements round rates.</summary>
    private const string AmountTolerance = "0.01", RateTolerance = "0.001";

    /// <summary>Rows that are not shown; null for none.</summary>
    public string? Except { get; init; }

    /// <summary>A query for further notes: account_id, remark; null for none.</summary>
    public string? Remarks { get; init; }

    public static IReadOnlyList<PortfolioView> All { get; } =
    [
        new("dividends", "period, period_start, currency, round(gross, 2) AS gross, round(withheld, 2) AS withheld, round(net, 2) AS net, payments",
            "period DESC, period_start, currency", new Dictionary<string, string> { ["cash_transactions"] = "Cash Transactions (detail)" })
        {
            Remarks = """
                SELECT DISTINCT account_id,
                    concat(account_id, ': no rate from ', currency, ' to base currency in the query: these amounts are in ', currency) AS remark
                FROM portfolio_dividends d
                WHERE currency <> 'base'
                    AND currency NOT IN (SELECT base_currency FROM account_statements s WHERE s.account_id = d.account_id AND base_currency IS NOT NULL)
                """,
        },
        new("performance", "period, period_start, from_date, to_date, round(starting_value, 2) AS starting_value, round(ending_value, 2) AS ending_value, "
            + "round(flows, 2) AS flows, round(twr_pct, 4) AS twr_pct, round(broker_twr_pct, 4) AS broker_twr_pct, steps",
            "period, period_start", new Dictionary<string, string>
            {
                ["account_nav"] = "Net Asset Value (NAV) in Base", ["cash_transactions"] = "Cash Transactions (detail)",
                ["account_nav_changes"] = "Change in NAV (for the broker's return)",
            })
        {
            Except = "period = 'statement'",
            Remarks = $"""
                SELECT account_id, concat(account_id, ' ', period_start, ' to ', to_date, ': time-weighted return ', round(twr_pct, 4), ' %, the broker''s ',
                    round(broker_twr_pct, 4), ' %; a deposit, withdrawal or transfer may be missing from the statements') AS remark
                FROM portfolio_performance WHERE period = 'statement' AND abs(difference_pct) > {Tolerance}
                """,
        },
        new("gains", "symbol, opened, closed, side, quantity, currency, round(cost, 2) AS cost, round(realized, 2) AS realized, base_currency AS base, "
            + "round(price_gain, 2) AS price_gain, round(currency_gain, 2) AS currency_gain, round(dividends, 2) AS dividends, round(gain, 2) AS gain, "
            + "nullif(model, '') AS model",
            "closed, symbol, opened, lot_id", new Dictionary<string, string>
            {
                ["trades"] = "Trades (executions and closed lots)", ["cash_transactions"] = "Cash Transactions (detail, for dividends)",
            })
        {
            Remarks = $"""
                SELECT account_id, concat(account_id, ': cannot be computed for the trades that closed positions from ', min(day), ' to ', max(day),
                    ': the query lacks Closed Lots (an option of Trades); add it in the Client Portal') AS remark
                FROM (
                    SELECT account_id, conid, report_date AS day FROM trades
                    WHERE (open_close_indicator LIKE '%C%' OR fifo_pnl_realized <> 0) AND asset_category IS DISTINCT FROM 'CASH'
                    GROUP BY ALL HAVING sum(quantity) <> 0
                ) t WHERE NOT EXISTS (FROM closed_lots l WHERE l.account_id = t.account_id AND l.conid IS NOT DISTINCT FROM t.conid AND l.report_date = t.day)
                GROUP BY account_id
                UNION ALL
                SELECT account_id, concat(account_id, ': ', count(*), CASE WHEN count(*) = 1 THEN ' lot is' ELSE ' lots are' END,
                    ' not split in full: the statements lack ', lacks, '; add it in the Client Portal, or ingest the statements of those days')
                FROM portfolio_gains WHERE lacks IS NOT NULL GROUP BY account_id, lacks
                UNION ALL
                SELECT DISTINCT account_id, concat(account_id, ': not compared with the broker''s summary: the query lacks Realized and Unrealized ',
                    'Performance Summary in Base; add it in the Client Portal')
                FROM closed_lots l WHERE NOT EXISTS (
                    FROM account_statements s WHERE s.account_id = l.account_id AND concat(' ', s.sections, ' ') LIKE '% fifo_performance %')
                UNION ALL
                SELECT account_id, concat(account_id, ' ', from_date, ' to ', to_date, ' ', symbol, ': realized profit of the lots ', round(lots_gain, 2),
                    ', the broker''s ', round(broker_gain, 2), '; a lot may be missing from the statement')
                FROM portfolio_gains_by_statement WHERE abs(difference) > {AmountTolerance} + {RateTolerance} * lots_turnover
                """,
        },
        new("exposure", "grouped_by, name, positions, round(value, 2) AS value, base, round(percent_of_nav, 2) AS percent_of_nav, report_date",
            "grouped_by, abs(value) DESC NULLS LAST, name", new Dictionary<string, string>
            {
                ["positions"] = "Open Positions", ["account_balances"] = "Cash Report (for cash)", ["account_nav"] = "Net Asset Value (NAV) in Base",
            }),
    ];

    /// <param name="account">Null for every account.</param>
    public string Query(string? account) => $"""
        SELECT account_id AS account, {Columns} FROM portfolio_{Name} WHERE NOT ({Except ?? "false"}) {And(account)} ORDER BY account_id, {Order}
        """;

    /// <summary>What the query of an account lacks, and the view's own remarks.</summary>
    public IReadOnlyList<string> Notes(ISqlConnection sql, string? account) =>
        [
            .. Needs.SelectMany(need => Lacking(sql, need.Key, need.Value, account)),
            .. Remarks is null ? [] : Texts(sql, $"SELECT remark FROM ({Remarks}) WHERE true {And(account)} ORDER BY remark"),
        ];

    private static IEnumerable<string> Lacking(ISqlConnection sql, string table, string section, string? account) => Texts(sql, $"""
        SELECT account_id FROM account_statements WHERE true {And(account)} GROUP BY account_id
        HAVING max(CASE WHEN concat(' ', sections, ' ') LIKE '% {table} %' THEN 1 ELSE 0 END) = 0 ORDER BY account_id
        """).Select(missing => $"{missing}: cannot be computed: the query lacks {section}; add it in the Client Portal");

    private static List<string> Texts(ISqlConnection sql, string query) => sql.Query(query).ReadAll(row => row.GetString(0));

    /// <summary>A condition after others.</summary>
    internal static string And(string? account) => account is null ? "" : $"AND account_id = {SqlText.Quote(account)}";
}
