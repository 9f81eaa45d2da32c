using static QuantMatrix.Broker.Flex.Sections.FlexColumn;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>Cash movements other than trades.</summary>
internal static class CashTransactions
{
    private const string Deposits = "Deposits & Withdrawals";

    /// <summary>Known types; any other is stored and reported as unknown.</summary>
    public static readonly string[] Types =
    [
        Deposits, "Dividends", "Payment In Lieu Of Dividends", "Withholding Tax", "Broker Interest Paid", "Broker Interest Received",
        "Bond Interest Paid", "Bond Interest Received", "Other Fees", "Commission Adjustments", "Advisor Fees",
    ];

    public static FlexSection Section { get; } = new("CashTransactions", "CashTransaction", "cash_transactions",
        "Dividends, taxes, interest, fees, deposits and withdrawals; amounts received are positive", ["account_id", "transaction_id"],
        [
            Id("transaction_id", "Transaction id of the broker", "transactionID"),
            Text("type", "Dividends, Withholding Tax, Deposits & Withdrawals …").Required() with { Format = FlexFormat.CashType },
            Clock("date_time", "Time of booking, broker's local time"),
            Date("settle_date", "Settlement date"),
            Date("report_date", "Booking date", "reportDate", "dateTime"),
            Date("ex_date", "Ex-dividend date"),
            Number("amount", "Amount, positive when received, negative when paid"),
            .. FlexSection.Money, .. FlexSection.Instrument,
            Text("trade_id", "Trade a fee belongs to", "tradeID"),
            Text("action_id", "Corporate action that caused it", "actionID"),
            Text("code", "The broker's codes"),
        ])
    {
        LevelOfDetail = "DETAIL",
        Identity = ["type", "date_time", "report_date", "currency", "amount", "conid", "broker_symbol", "description"],
    };

    /// <summary>A type in the broker's current spelling.</summary>
    public static string Normalize(string type) => type == "Deposits/Withdrawals" ? Deposits : type;
}
