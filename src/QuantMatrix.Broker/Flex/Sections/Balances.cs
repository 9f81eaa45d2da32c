using static QuantMatrix.Broker.Flex.Sections.FlexColumn;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>Cash by currency, net asset value by day, and what changed it.</summary>
internal static class Balances
{
    /// <summary>Stands for all currencies together, in the account's base currency.</summary>
    public const string Base = "BASE_SUMMARY";

    private static readonly string[] Words = ["accountId", "acctAlias", "model", "currency", "fromDate", "toDate", "reportDate", FlexSection.Level];

    /// <summary>Parts of another amount: by segment of the account, and since the beginning of the month and year.</summary>
    private static readonly string[] Parts = ["Sec", "Com", "Paxos", "IBUKL", "MTD", "YTD"];

    /// <summary>Together they are <c>depositWithdrawals</c>; and averages.</summary>
    private static readonly string[] Told = ["deposits", "withdrawals", "avgCreditBalance", "avgDebitBalance"];

    public static IReadOnlyList<FlexSection> All { get; } =
    [
        new("CashReport", "CashReportCurrency", "account_balances",
            $"Cash of a period by currency; {Base} is all of it in base currency. starting_cash and everything up to other_movements add up to ending_cash", ["account_id", "from_date", "to_date", "currency"],
        [
            .. FlexSection.Period,
            Text("currency", $"Of every amount of the row; {Base} for all together").Required(),
            Number("starting_cash", "At the beginning of the first day"),
            Number("commissions", "Paid to the broker"),
            Number("deposit_withdrawals", "Deposits less withdrawals"),
            Number("dividends", "Received"),
            Number("payment_in_lieu", "Received in place of dividends"),
            Number("withholding_tax", "Withheld"),
            Number("broker_interest", "Received less paid"),
            Number("bond_interest", "Received less paid"),
            Number("net_trades_sales", "From sales"),
            Number("net_trades_purchases", "For purchases"),
            Number("cash_settling_mtm", "Futures and the like"),
            Number("advisor_fees", "Paid"),
            Number("other_fees", "Market data and the like"),
            Number("sales_tax", "Paid"),
            Number("transaction_tax", "Paid"),
            Number("account_transfers", "From and to other brokers"),
            Number("internal_transfers", "Between accounts"),
            Number("fx_translation_gain_loss", $"By changed rates, in {Base} alone"),
            Rest("other_movements", "The sum of all others", name => !Words.Contains(name) && !Told.Contains(name) && !EndsIn(name, Parts) && !name.StartsWith("slb", StringComparison.Ordinal)),
            Number("ending_cash", "At the end of the last day"),
            Number("ending_settled_cash", "Of it settled"),
        ]),
        new("EquitySummaryInBase", "EquitySummaryByReportDateInBase", "account_nav", "Net asset value of every day and what it is made of, base currency", ["account_id", "report_date"],
        [
            Date("report_date", "The day").Required(),
            Number("total", "Net asset value").Required(),
            Number("cash", "Cash"),
            Number("stock", "Stocks and exchange traded funds"),
            Number("options", "Options"),
            Number("bonds", "Bonds"),
            Number("notes", "Structured products"),
            Number("funds", "Mutual funds"),
            Number("commodities", "Commodities"),
            Number("dividend_accruals", "Dividends not yet paid"),
            Number("interest_accruals", "Interest not yet paid"),
            Rest("other_components", "The sum of all others", name => !Words.Contains(name) && !EndsIn(name, ["Long", "Short", "Component"])),
        ]),
        new("", "ChangeInNAV", "account_nav_changes", "What changed the net asset value in a period, base currency", ["account_id", "from_date", "to_date"],
        [
            .. FlexSection.Period,
            Number("starting_value", "At the beginning of the first day"),
            Number("mtm", "By changed prices"),
            Number("realized", "Realised profit, where the statement tells it apart"),
            Number("change_in_unrealized", "Unrealised profit, likewise"),
            Number("deposits_withdrawals", "Deposits less withdrawals"),
            Number("asset_transfers", "Positions that came less those that went"),
            Number("dividends", "Received"),
            Number("withholding_tax", "Withheld"),
            Number("change_in_dividend_accruals", "Dividends not yet paid"),
            Number("interest", "Received less paid"),
            Number("change_in_interest_accruals", "Interest not yet paid"),
            Number("advisor_fees", "Paid"),
            Number("other_fees", "Paid"),
            Number("commissions", "Paid"),
            Number("sales_tax", "Paid"),
            Number("fx_translation", "By changed rates"),
            Rest("other_changes", "The sum of all others", name => !Words.Contains(name)),
            Number("ending_value", "At the end of the last day"),
            Number("twr", "Time weighted return, percent"),
        ]),
    ];

    private static bool EndsIn(string name, string[] parts) => parts.Any(p => name.EndsWith(p, StringComparison.Ordinal));
}
