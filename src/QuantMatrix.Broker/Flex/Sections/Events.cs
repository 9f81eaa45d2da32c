using static QuantMatrix.Broker.Flex.Sections.FlexColumn;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>Position changes other than trades.</summary>
internal static class Events
{
    public static IReadOnlyList<FlexSection> All { get; } =
    [
        new("Transfers", "Transfer", "transfers", "Positions and cash transferred from or to another account or broker", ["account_id", "transfer_id"],
        [
            Id("transfer_id", "Transaction id of the broker", "transactionID"),
            Text("type", "ACATS, INTERNAL, FOP …"),
            Text("direction", "IN or OUT"),
            Date("date", "Transfer date", "date", "dateTime", "reportDate"),
            Date("report_date", "Booking date", "reportDate", "date", "dateTime"),
            Text("other_account", "Source or destination account", "account"),
            Number("quantity", "Units transferred"),
            Number("transfer_price", "Price per unit"),
            Number("position_amount", "Value of the position"),
            Number("position_amount_in_base", "Value of the position in base currency"),
            Number("cash_transfer", "Cash transferred"),
            .. FlexSection.Money, .. FlexSection.Instrument,
            Text("code", "The broker's codes"),
        ])
        {
            Identity = ["type", "direction", "date", "report_date", "other_account", "conid", "broker_symbol", "quantity", "cash_transfer", "currency"],
        },
        new("OptionEAE", "OptionEAE", "option_events", "Option exercises, assignments and expirations; trades contains the resulting position changes",
            ["account_id", "event_id"],
            [
                Id("event_id", "Row identifier", "transactionID"),
                Text("transaction_type", "Exercise, Assignment, Expiration; Buy or Sell of the underlying"),
                Date("date", "Event date"),
                Number("quantity", "Contracts or units, signed"),
                Number("trade_price", "Price per unit"),
                Number("mark_price", "Closing price of the day"),
                Number("proceeds", "Proceeds, positive when received"),
                Number("commissions_and_tax", "Commissions and tax, negative when paid", "commisionsAndTax", "commissionsAndTax"),
                Number("cost_basis", "Cost basis of the closed position"),
                Number("realized_pnl", "Realized profit"),
                Number("mtm_pnl", "Mark-to-market profit to the close of the day"),
                Text("trade_id", "Trade id of the broker", "tradeID"),
                .. FlexSection.Money, .. FlexSection.Instrument,
            ])
        {
            Identity = ["transaction_type", "date", "conid", "broker_symbol", "trade_id", "quantity", "proceeds"],
        },
        new("CorporateActions", "CorporateAction", "broker_corporate_actions",
            "Splits, mergers and spin-offs as booked by the broker, one row per contract and side", ["account_id", "booking_id"],
            [
                Id("booking_id", "Transaction id of the broker", "transactionID"),
                Text("action_id", "Corporate action id of the broker", "actionID"),
                Text("type", "FS forward split, RS reverse split, TC merger, SO spin-off …"),
                Clock("date_time", "Time of the action, broker's local time"),
                Date("report_date", "Booking date", "reportDate", "dateTime"),
                Number("quantity", "Units received, negative when delivered"),
                Number("amount", "Amount of the action, the broker's sign"),
                Number("proceeds", "Proceeds, positive when received"),
                Number("value", "Value of the units received, negative when delivered"),
                Number("fifo_pnl_realized", "Realized profit, first in first out"),
                Number("mtm_pnl", "Mark-to-market profit to the close of the day"),
                .. FlexSection.Money, .. FlexSection.Instrument,
                Text("action_description", "The broker's description of the action"),
                Text("code", "The broker's codes"),
            ])
        {
            Identity = ["action_id", "type", "date_time", "conid", "broker_symbol", "quantity", "amount", "description"],
        },
    ];
}
