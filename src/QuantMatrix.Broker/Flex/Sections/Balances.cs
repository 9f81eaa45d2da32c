using static QuantMatrix.Broker.Flex.Sections.FlexColumn;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>Cash by currency, net asset value by day, and the changes in net asset value.</summary>
internal static class Balances
{
    /// <summary>Pseudo-currency of the total over all currencies, in the account's base currency.</summary>
    public const string Base = "BASE_SUMMARY";

    private static readonly string[] Labels = ["accountId", "acctAlias", "model", "currency", "fromDate", "toDate", "reportDate", FlexSection.Level];

    /// <summary>Suffixes of components of another amount: by account segment, month to date and year to date.</summary>
    private static readonly string[] Components = ["Sec", "Com", "Paxos", "IBUKL", "MTD", "YTD"];

    /// <summary>Components of <c>depositWithdrawals</c>, and averages.</summary>
    private static readonly string[] Included = ["deposits", "withdrawals", "avgCreditBalance", "avgDebitBalance"];

    /// <summary>Movements that every cash report with all its fields has, and no column of its own.</summary>
    private static readonly string[] OtherMovements =
    [
        "clientFees", "insuredDepositInterest", "realizedVm", "realizedForexVm", "cfdCharges", "feesReceivables", "taxReceivables", "withholding871m",
        "withholdingCollectedTax", "ipoSubscription", "linkingAdjustments", "debitCardActivity", "billPay", "billableCommissions", "other",
    ];

    public static IReadOnlyList<FlexSection> All { get; } = [CashReport, NetAssetValue, NetAssetValueChanges];

    private static FlexSection CashReport => new("CashReport", "CashReportCurrency", "account_balances",
        $"Cash movements of a period by currency, {Base} for the total in base currency; starting_cash through other_movements add up to ending_cash",
        ["account_id", "model", "from_date", "to_date", "currency"],
        [
            .. FlexSection.Period,
            Text("currency", $"Currency of the row's amounts; {Base} for the total in base currency").Required(),
            Number("starting_cash", "Cash at the start of the period"),
            Number("commissions", "Commissions paid to the broker"),
            Number("deposit_withdrawals", "Deposits less withdrawals", "depositWithdrawals", "deposits+withdrawals"),
            Number("dividends", "Dividends received"),
            Number("payment_in_lieu", "Payments in lieu of dividends"),
            Number("withholding_tax", "Tax withheld"),
            Number("broker_interest", "Broker interest, received less paid"),
            Number("bond_interest", "Bond interest, received less paid"),
            Number("net_trades_sales", "Proceeds of sales"),
            Number("net_trades_purchases", "Cost of purchases"),
            Number("cash_settling_mtm", "Daily settlement of futures and other cash-settled contracts"),
            Number("advisor_fees", "Advisor fees"),
            Number("other_fees", "Market data and other fees"),
            Number("sales_tax", "Sales tax"),
            Number("transaction_tax", "Transaction tax"),
            Number("account_transfers", "Transfers from and to other brokers"),
            Number("internal_transfers", "Transfers between accounts"),
            Number("fx_translation_gain_loss", $"Effect of exchange rate changes, in {Base} only"),
            Remainder("other_movements", "Sum of all other movements", IsOtherMovement),
            Number("ending_cash", "Cash at the end of the period"),
            Number("ending_settled_cash", "Settled cash at the end of the period"),
            NotChecked(),
        ])
    {
        Sum = new("ending_cash", "starting_cash", "other_movements")
        {
            Core = ["net_trades_sales", "net_trades_purchases", "deposit_withdrawals", "starting_cash", "ending_cash"],
            InBaseOnly = ["fx_translation_gain_loss"], MoreFields = OtherMovements,
        },
    };

    private static FlexSection NetAssetValue => new("EquitySummaryInBase", "EquitySummaryByReportDateInBase", "account_nav",
        "Net asset value per day and its components, base currency", ["account_id", "model", "report_date"],
        [
            Date("report_date", "Valuation date").Required(),
            Number("total", "Net asset value").Required(),
            Component("cash", "Cash"),
            Component("stock", "Stocks and exchange-traded funds"),
            Component("options", "Options"),
            Component("bonds", "Bonds"),
            Component("notes", "Structured products"),
            Component("funds", "Mutual funds"),
            Component("commodities", "Commodities"),
            Component("dividend_accruals", "Dividend accruals"),
            Component("interest_accruals", "Interest accruals"),
            Remainder("other_components", "Sum of all other components", name => !Labels.Contains(name) && !EndsIn(name, ["Long", "Short", "Component"])),
            NotChecked(),
        ])
    {
        Sum = new("total", "cash", "other_components")
        {
            Core = ["cash", "stock"], FieldsOf = [("cfdUnrealizedPl", "CFD"), ("forexCfdUnrealizedPl", "CFD"), ("crypto", "CRYPTO")],
        },
    };

    private static FlexSection NetAssetValueChanges => new("", "ChangeInNAV", "account_nav_changes",
        "Changes in net asset value over a period, base currency", ["account_id", "model", "from_date", "to_date"],
        [
            .. FlexSection.Period,
            Number("starting_value", "Net asset value at the start of the period"),
            Number("mtm", "Mark-to-market profit"),
            Number("realized", "Realized profit, if reported separately"),
            Number("change_in_unrealized", "Change in unrealized profit, if reported separately"),
            Number("deposits_withdrawals", "Deposits less withdrawals"),
            Number("asset_transfers", "Positions transferred in less positions transferred out"),
            Number("dividends", "Dividends received"),
            Number("withholding_tax", "Tax withheld"),
            Number("change_in_dividend_accruals", "Change in dividend accruals"),
            Number("interest", "Interest, received less paid"),
            Number("change_in_interest_accruals", "Change in interest accruals"),
            Number("advisor_fees", "Advisor fees"),
            Number("other_fees", "Other fees"),
            Number("commissions", "Commissions"),
            Number("sales_tax", "Sales tax"),
            Number("fx_translation", "Effect of exchange rate changes"),
            Remainder("other_changes", "Sum of all other changes", name => !Labels.Contains(name)),
            Number("ending_value", "Net asset value at the end of the period"),
            Number("twr", "Time-weighted return, percent"),
        ]);

    /// <summary>A component of the net asset value, in the broker's spelling or as its long and short sides.</summary>
    private static FlexColumn Component(string name, string meaning)
    {
        var column = Number(name, meaning);
        return column with { Attributes = [column.Attributes[0], $"{column.Attributes[0]}Long+{column.Attributes[0]}Short"] };
    }

    private static bool IsOtherMovement(string name) => !Labels.Contains(name) && !Included.Contains(name)
        && !EndsIn(name, Components) && !name.StartsWith("slb", StringComparison.Ordinal);

    private static bool EndsIn(string name, string[] suffixes) => suffixes.Any(s => name.EndsWith(s, StringComparison.Ordinal));
}
