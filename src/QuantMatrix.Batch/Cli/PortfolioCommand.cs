using CommandLine;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Lists the positions of the accounts: weight, value and unrealized profit in base currency, with the indicators of each equity.</summary>
[Verb("portfolio", HelpText = "Show positions with weights and indicators; or dividends, performance, gains, exposure.")]
public sealed record PortfolioCommand : TableCommand
{
    private const string Positions = "positions", Retire = "retire";

    /// <summary>What the first argument can be.</summary>
    internal static readonly IReadOnlyList<string> Actions = [Positions, .. PortfolioView.All.Select(v => v.Name), Retire];

    [Value(0, MetaName = "VIEW", Default = Positions, HelpText = "positions, dividends, performance, gains, exposure; or retire.")]
    public string Action { get; init; } = "";

    [Value(1, MetaName = "ACCOUNT", HelpText = "Account to retire: its positions are closed, its history stays.")]
    public string? Retired { get; init; }

    [Option("date", MetaValue = "DATE", HelpText = "Day on which the account is retired, like 2018-02-07 (default: today).")]
    public string? Date { get; init; }

    [Option("account", MetaValue = "ACCOUNT", HelpText = "Account id (default: all accounts).")]
    public string? Account { get; init; }

    public override async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var date = Check();
        if (Action == Retire) await new AccountRetire(context).RunAsync(Retired!, date, ct);
        else Show(context, ct);
        return ExitCode.Ok;
    }

    private string Usage => Action == Positions ? "portfolio" : $"portfolio {Action}";

    private DateOnly? Check()
    {
        var faults = new UsageFaults();
        var date = faults.Read(() => OptionValues.Date("--date", Date));
        if (!Actions.Contains(Action)) faults.Add($"unknown action '{Action}'{DidYouMean.Hint(Action, Actions)}");
        else if (Action == Retire && Retired is null) faults.Add("missing argument ACCOUNT; expected portfolio retire ACCOUNT");
        else if (Action != Retire && Retired is not null) faults.Add($"unexpected argument '{Retired}'; expected {Usage} --account {Retired}");
        if (Date is not null && Action != Retire) faults.Add("--date applies only to retire");
        faults.ThrowIfAny();
        return date;
    }

    private void Show(CommandContext context, CancellationToken ct)
    {
        var view = PortfolioView.All.FirstOrDefault(v => v.Name == Action);
        IReadOnlyList<string> notes = [];
        Print(context, new(), printer =>
        {
            printer.Run(view?.Query(Account) ?? Query(Account), isLast: true, ct);
            notes = view?.Notes(printer.Sql, Account) ?? printer.Sql.QueryInPlace(NotChecked(Account))
                .ReadAll(row => $"{row.GetString(0)} {row.GetString(1)} cannot be checked: {row.GetString(2)}");
        });
        foreach (var note in notes) (IsTable ? context.Error : context.Output).WriteLine($"note: {note}");
    }

    /// <summary>
    /// Weights are percent of the net asset value on the date of the positions, or of the total value of the positions when no statement reports it.
    /// A future or a contract for difference weighs by its unrealized profit: its value is not part of the net asset value. Amounts are in the account's
    /// base currency, prices in the currency of the position.
    /// </summary>
    /// <param name="account">Null for every account.</param>
    internal static string Query(string? account) => $"""
        WITH base AS (
            SELECT account_id, arg_max(base_currency, generated_at) AS base FROM account_statements GROUP BY account_id
        ), valued AS (
            SELECT p.*, base, coalesce(fx_rate_to_base, CASE WHEN currency = base THEN 1 END) AS rate,
                CASE WHEN coalesce(asset_category, 'STK') IN ('STK', 'FUND') THEN coalesce(multiplier, 1)
                    WHEN asset_category IN ('OPT', 'FOP', 'WAR', 'FUT', 'CFD') THEN multiplier END AS units,
                coalesce(position_value, CAST(CAST(quantity AS DOUBLE) * CAST(mark_price AS DOUBLE) * CAST(units AS DOUBLE) AS DECIMAL(28, 12))) AS worth,
                coalesce(fifo_pnl_unrealized, worth - cost_basis_money) AS profit
            FROM positions p LEFT JOIN base USING (account_id) WHERE true {PortfolioView.And(account)}
        ), held AS (
            SELECT *, CAST(worth * rate AS DECIMAL(28, 12)) AS value, CAST(profit * rate AS DECIMAL(28, 12)) AS pnl,
                CASE WHEN asset_category IN ('FUT', 'CFD') THEN pnl ELSE value END AS share
            FROM valued
        ), breaks AS (
            SELECT account_id, report_date, split_part(subject, ' ', 1) AS conid, string_agg(tie_out, ', ' ORDER BY tie_out) AS tie_out
            FROM tie_out_breaks GROUP BY ALL
        ), nav AS (
            SELECT account_id, report_date, sum(total) AS total FROM account_nav GROUP BY ALL
        ), audited AS (
            SELECT DISTINCT account_id FROM ({NewestChecks}) WHERE tie_out IN ('{TieOuts.Lots}', '{TieOuts.Positions}') AND reason IS NULL
        )
        SELECT h.account_id AS account, h.symbol, h.asset_category AS category, h.quantity, h.currency, h.mark_price,
            round(h.value, 2) AS market_value, h.base,
            round(100 * CAST(h.share AS DOUBLE) / nullif(CAST(coalesce(n.total, CASE WHEN count(*) OVER same = count(h.share) OVER same
                THEN sum(h.share) OVER same END) AS DOUBLE), 0), 2) AS weight_pct,
            CASE WHEN n.total IS NULL THEN '% of positions' ELSE '% of net asset value' END AS weight_of,
            round(h.pnl, 2) AS unrealised_pnl, m.rsi_14, m.stage_label, m.ma_bucket, m.atr_dist_sma_50, h.report_date,
            coalesce(t.tie_out, CASE WHEN a.account_id IS NULL THEN 'not checked' ELSE 'ok' END) AS tie_out, nullif(h.model, '') AS model
        FROM held h
        LEFT JOIN nav n ON n.account_id = h.account_id AND n.report_date = h.report_date
        LEFT JOIN market_analysis_cache m ON m.symbol = h.ticker
        LEFT JOIN breaks t ON t.account_id = h.account_id AND t.report_date = h.report_date AND t.conid = CAST(h.conid AS VARCHAR)
        LEFT JOIN audited a ON a.account_id = h.account_id
        WINDOW same AS (PARTITION BY h.account_id)
        ORDER BY h.account_id, abs(h.value) DESC, h.symbol, h.conid, h.model
        """;

    /// <summary>The tie-outs of each account's newest statement that could not run, with the reason; a retired account has none.</summary>
    private static string NotChecked(string? account) => $"""
        SELECT account_id, tie_out, reason FROM ({NewestChecks}) WHERE reason IS NOT NULL {PortfolioView.And(account)}
            AND account_id NOT IN (SELECT account_id FROM account_statements GROUP BY account_id HAVING arg_max(is_retirement, (to_date, generated_at)))
        ORDER BY ALL
        """;

    private const string NewestChecks =
        "FROM tie_out_checks QUALIFY row_number() OVER (PARTITION BY account_id, tie_out ORDER BY to_date DESC, generated_at DESC) = 1";
}
