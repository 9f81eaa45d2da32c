using static QuantMatrix.Broker.Flex.Sections.FlexColumn;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>Money that came and went otherwise than by a trade.</summary>
internal static class CashTransactions
{
    private const string Deposits = "Deposits & Withdrawals";

    /// <summary>The kinds there are; another one is kept and told.</summary>
    public static readonly string[] Types =
    [
        Deposits, "Dividends", "Payment In Lieu Of Dividends", "Withholding Tax", "Broker Interest Paid", "Broker Interest Received",
        "Bond Interest Paid", "Bond Interest Received", "Other Fees", "Commission Adjustments", "Advisor Fees",
    ];

    public static FlexSection Section { get; } = new("CashTransactions", "CashTransaction", "cash_transactions", "Dividends, taxes, interest, fees, deposits: received is positive", ["account_id", "transaction_id"],
    [
        Id("transaction_id", "The broker's id of the booking", "transactionID"),
        Text("type", "Dividends, Withholding Tax, Deposits & Withdrawals …").Required() with { Form = FlexFormat.CashType },
        Clock("date_time", "When it was booked, broker's clock"),
        Date("settle_date", "When the money moves"),
        Date("report_date", "The day it is in the books", "reportDate", "dateTime"),
        Date("ex_date", "Of a dividend"),
        Number("amount", "Received is positive, paid is negative"),
        .. FlexSection.Money, .. FlexSection.Instrument,
        Text("trade_id", "The trade a fee belongs to", "tradeID"),
        Text("action_id", "The corporate action it comes from", "actionID"),
        Text("code", "The broker's notes"),
    ])
    {
        LevelTaken = "DETAIL",
        Identity = ["type", "date_time", "report_date", "currency", "amount", "conid", "broker_symbol", "description"],
    };

    /// <summary>A kind in today's spelling.</summary>
    public static string Spelt(string type) => type == "Deposits/Withdrawals" ? Deposits : type;
}
