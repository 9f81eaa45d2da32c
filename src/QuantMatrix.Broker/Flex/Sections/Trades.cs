using static QuantMatrix.Broker.Flex.Sections.FlexColumn;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>Executions, cancelled ones included. Orders, summaries and closed lots tell the same again and are other elements.</summary>
internal static class Trades
{
    public static FlexSection Section { get; } = new("Trades", "Trade", "trades", "Executions: sold is negative, money paid is negative; never removed", ["account_id", "transaction_id"],
    [
        Id("transaction_id", "The broker's id of the booking", "transactionID"),
        Text("trade_id", "The broker's id of the trade", "tradeID"),
        Text("ib_exec_id", "The broker's id of the execution", "ibExecID"),
        Text("ib_order_id", "The broker's id of the order", "ibOrderID"),
        .. FlexSection.Instrument, .. FlexSection.Money,
        Clock("date_time", "When it was executed, broker's clock", "dateTime", "tradeDate+tradeTime"),
        Date("trade_date", "The session it counts for", "tradeDate", "dateTime"),
        Date("report_date", "The day it is in the books", "reportDate", "tradeDate", "dateTime"),
        Date("settle_date", "When it settles", "settleDateTarget"),
        Text("transaction_type", "ExchTrade, BookTrade, TradeCancel …"),
        Text("exchange", "Where it was executed"),
        Text("buy_sell", "BUY, SELL, BUY (Ca.), SELL (Ca.)"),
        Text("open_close_indicator", "O opens, C closes"),
        Number("quantity", "Units, negative when sold or a cancelled purchase").Required(),
        Number("trade_price", "Price of a unit"),
        Number("trade_money", "quantity × trade_price × multiplier"),
        Number("proceeds", "What the trade brought before costs, negative when bought"),
        Number("taxes", "Taxes, negative when paid"),
        Number("ib_commission", "Commission, negative when paid"),
        Text("ib_commission_currency", "What the commission is in"),
        Number("net_cash", "proceeds + taxes + ib_commission"),
        Number("cost", "Cost basis of what was bought or closed"),
        Number("close_price", "Closing price of the day"),
        Number("fifo_pnl_realized", "Realised, first in first out"),
        Number("mtm_pnl", "To the close of the day"),
        Text("notes", "The broker's codes: P partial, A assigned, Ca cancelled …"),
    ])
    {
        LevelTaken = "EXECUTION",
        Identity = ["ib_exec_id", "trade_id", "date_time", "report_date", "conid", "broker_symbol", "buy_sell", "quantity", "trade_price", "currency", "proceeds"],
    };
}
