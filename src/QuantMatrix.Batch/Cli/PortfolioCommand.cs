using CommandLine;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Cli;

/// <summary>Lists the positions of the accounts: weight, value and unrealized profit in base currency, with the indicators of each equity.</summary>
[Verb("portfolio", HelpText = "Show the positions of every account with weights, profit and indicators.")]
public sealed record PortfolioCommand : TableCommand
{
    [Option("account", MetaValue = "ACCOUNT", HelpText = "Account id (default: all accounts).")]
    public string? Account { get; init; }

    public override Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        Print(context, Query(Account), ct);
        return Task.FromResult(ExitCode.Ok);
    }

    /// <summary>
    /// Weights are percent of the net asset value on the date of the positions, or of the total position value when no statement
    /// reports it. Amounts are in the account's base currency, prices in the currency of the position.
    /// </summary>
    /// <param name="account">Null for every account.</param>
    internal static string Query(string? account) => $"""
        WITH base AS (
            SELECT account_id, arg_max(base_currency, generated_at) AS base FROM account_statements GROUP BY account_id
        ), held AS (
            SELECT p.*, base, coalesce(fx_rate_to_base, CASE WHEN currency = base THEN 1 END) AS rate,
                CAST(position_value * rate AS DECIMAL(28, 12)) AS value, CAST(fifo_pnl_unrealized * rate AS DECIMAL(28, 12)) AS pnl
            FROM positions p LEFT JOIN base USING (account_id) {Filter(account)}
        ), breaks AS (
            SELECT account_id, report_date, split_part(subject, ' ', 1) AS conid, string_agg(tie_out, ', ' ORDER BY tie_out) AS tie_out
            FROM tie_out_breaks GROUP BY ALL
        )
        SELECT h.account_id AS account, h.symbol, h.asset_category AS category, h.quantity, h.currency, h.mark_price,
            round(h.value, 2) AS market_value, h.base,
            round(100 * CAST(h.value AS DOUBLE)
                / nullif(CAST(coalesce(n.total, sum(h.value) OVER (PARTITION BY h.account_id)) AS DOUBLE), 0), 2) AS weight_pct,
            round(h.pnl, 2) AS unrealised_pnl, m.rsi_14, m.stage_label, m.ma_bucket, m.atr_dist_sma_50, h.report_date, coalesce(t.tie_out, 'ok') AS tie_out
        FROM held h
        LEFT JOIN account_nav n ON n.account_id = h.account_id AND n.report_date = h.report_date
        LEFT JOIN market_analysis_cache m ON m.symbol = h.ticker
        LEFT JOIN breaks t ON t.account_id = h.account_id AND t.report_date = h.report_date AND t.conid = CAST(h.conid AS VARCHAR)
        ORDER BY h.account_id, abs(h.value) DESC, h.symbol, h.conid
        """;

    private static string Filter(string? account) => account is null ? "" : $"WHERE account_id = '{account.Replace("'", "''", StringComparison.Ordinal)}'";
}
