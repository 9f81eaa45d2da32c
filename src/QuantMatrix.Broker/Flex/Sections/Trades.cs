using static QuantMatrix.Broker.Flex.Sections.FlexColumn;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>Executions, including canceled ones. Orders, summaries and closed lots repeat the same amounts in other elements.</summary>
internal static class Trades
{
    public static FlexSection Section { get; } = new("Trades", "Trade", "trades",
        "Executions; quantities sold and amounts paid are negative; rows are never deleted", ["account_id", "transaction_id"],
        [
            Id("transaction_id", "Transaction id of the broker", "transactionID"),
            Text("trade_id", "Trade id of the broker", "tradeID"),
            Text("ib_exec_id", "Execution id of the broker", "ibExecID"),
            Text("ib_order_id", "Order id of the broker", "ibOrderID"),
            .. FlexSection.Instrument, .. FlexSection.Money,
            Clock("date_time", "Time of execution, broker's local time", "dateTime", "tradeDate+tradeTime"),
            Date("trade_date", "Session of the trade", "tradeDate", "dateTime"),
            Date("report_date", "Booking date", "reportDate", "tradeDate", "dateTime"),
            Date("settle_date", "Settlement date", "settleDateTarget"),
            Text("transaction_type", "ExchTrade, BookTrade, TradeCancel …"),
            Text("exchange", "Execution venue"),
            Text("buy_sell", "BUY, SELL, BUY (Ca.), SELL (Ca.)"),
            Text("open_close_indicator", "O opening, C closing"),
            Number("quantity", "Units, negative for a sale or a canceled purchase").Required(),
            Number("trade_price", "Price per unit"),
            Number("trade_money", "quantity × trade_price × multiplier"),
            Number("proceeds", "Proceeds before costs, negative for a purchase"),
            Number("taxes", "Taxes, negative when paid"),
            Number("ib_commission", "Commission, negative when paid"),
            Text("ib_commission_currency", "Currency of the commission"),
            Number("net_cash", "proceeds + taxes + ib_commission"),
            Number("cost", "Cost basis of the position opened or closed"),
            Number("close_price", "Closing price of the day"),
            Number("fifo_pnl_realized", "Realized profit, first in first out"),
            Number("mtm_pnl", "Mark-to-market profit to the close of the day"),
            Text("notes", "The broker's codes: P partial, A assigned, Ca canceled …"),
        ])
    {
        LevelOfDetail = "EXECUTION",
        Identity =
        [
            "ib_exec_id", "trade_id", "date_time", "report_date", "conid", "broker_symbol", "buy_sell", "quantity", "trade_price", "currency", "proceeds",
        ],
    };
}
