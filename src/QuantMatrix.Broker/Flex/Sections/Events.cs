using QuantMatrix.Model;
using static QuantMatrix.Broker.Flex.Sections.FlexColumn;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>What changes positions otherwise than by a trade.</summary>
internal static class Events
{
    public static IReadOnlyList<FlexSection> All { get; } =
    [
        new("Transfers", "Transfer", "transfers", "Positions and cash that came from or went to another account or broker", ["account_id", "transfer_id"],
        [
            Id("transfer_id", "The broker's id of the booking", "transactionID"),
            Text("type", "ACATS, INTERNAL, FOP …"),
            Text("direction", "IN or OUT"),
            Date("date", "When it happened", "date", "dateTime", "reportDate"),
            Date("report_date", "The day it is in the books", "reportDate", "date", "dateTime"),
            Text("other_account", "Where it came from or went to", "account"),
            Number("quantity", "Units"),
            Number("transfer_price", "Of a unit"),
            Number("position_amount", "Value of the position"),
            Number("position_amount_in_base", "The same in base currency"),
            Number("cash_transfer", "Cash"),
            .. FlexSection.Money, .. FlexSection.Instrument,
            Text("code", "The broker's notes"),
        ])
        {
            Identity = ["type", "direction", "date", "report_date", "other_account", "conid", "broker_symbol", "quantity", "cash_transfer", "currency"],
        },
        new("OptionEAE", "OptionEAE", "option_events", "Options exercised, assigned and expired; what they do to positions stands in trades too", ["account_id", "event_id"],
        [
            Id("event_id", "Tells rows apart", "transactionID"),
            Text("transaction_type", "Exercise, Assignment, Expiration; Buy or Sell for the underlying"),
            Date("date", "When it happened"),
            Number("quantity", "Contracts or units, signed"),
            Number("trade_price", "Of a unit"),
            Number("mark_price", "Closing price of the day"),
            Number("proceeds", "Received is positive"),
            Number("commissions_and_tax", "Negative when paid", "commisionsAndTax", "commissionsAndTax"),
            Number("cost_basis", "Of what was closed"),
            Number("realized_pnl", "Realised"),
            Number("mtm_pnl", "To the close of the day"),
            Text("trade_id", "The broker's id of the trade", "tradeID"),
            .. FlexSection.Money, .. FlexSection.Instrument,
        ])
        {
            Identity = ["transaction_type", "date", "conid", "broker_symbol", "trade_id", "quantity", "proceeds"],
        },
        new("CorporateActions", "CorporateAction", "broker_corporate_actions", "Splits, mergers, spin-offs as the broker booked them, one row a contract and side", ["account_id", "booking_id"],
        [
            Id("booking_id", "The broker's id of the booking", "transactionID"),
            Text("action_id", "The broker's id of the action", "actionID"),
            Text("type", "FS forward split, RS reverse split, TC merger, SO spin-off …"),
            Clock("date_time", "When it happened, broker's clock"),
            Date("report_date", "The day it is in the books", "reportDate", "dateTime"),
            Number("quantity", "Units that came, negative those that went"),
            Number("amount", "Money of the action, the broker's sign"),
            Number("proceeds", "Received is positive"),
            Number("value", "Value of what came, negative of what went"),
            Number("fifo_pnl_realized", "Realised"),
            Number("mtm_pnl", "To the close of the day"),
            .. FlexSection.Money, .. FlexSection.Instrument,
            Text("action_description", "The broker's words about the action"),
            Text("code", "The broker's notes"),
        ])
        {
            Identity = ["action_id", "type", "date_time", "conid", "broker_symbol", "quantity", "amount", "description"],
        },
    ];
}
