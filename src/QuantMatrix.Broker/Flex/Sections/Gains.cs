using QuantMatrix.Model;
using static QuantMatrix.Broker.Flex.Sections.FlexColumn;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>Realized profit: the lots that trades closed, and the broker's summary by contract.</summary>
internal static class Gains
{
    public static IReadOnlyList<FlexSection> All { get; } = [ClosedLots, Performance];

    /// <remarks>The broker gives a lot the identifier of the trade that opened it: several rows have the same.</remarks>
    private static FlexSection ClosedLots => new("Trades", "Lot", "closed_lots",
        "Lots closed by trades, one row per lot and closing trade; quantities and costs are positive; a newer statement replaces the rows of its days",
        ["account_id", "lot_id"],
        [
            Id("lot_id", "Row identifier") with { Attributes = [] },
            Text("opening_transaction_id", "Transaction that opened the lot", "transactionID"),
            .. FlexSection.Instrument, .. FlexSection.Money,
            Clock("open_date_time", "When the lot was opened, broker's local time"),
            Clock("holding_period_date_time", "Start of the holding period for tax, broker's local time"),
            Clock("date_time", "When the lot was closed, broker's local time", "dateTime", "tradeDate+tradeTime"),
            Date("report_date", "Booking date", "reportDate", "tradeDate", "dateTime").Required(),
            Text("buy_sell", "Side of the closing trade: SELL closes a long lot, BUY a short one"),
            Number("quantity", "Units closed"),
            Number("trade_price", "Price at which the lot was opened, including commissions"),
            Number("cost", "Cost of a long lot, proceeds of a short one, including commissions"),
            Number("fifo_pnl_realized", "Realized profit after commissions"),
            Number("capital_gains_pnl", "Part of the realized profit due to the price, if reported separately"),
            Number("fx_pnl", "Part of the realized profit due to exchange rates, if reported separately"),
            Text("notes", "The broker's codes: ST short-term, LT long-term …"),
        ])
    {
        LevelOfDetail = "CLOSED_LOT", RowRetention = RowRetention.PerDay,
        Identity = ["model", "opening_transaction_id", "open_date_time", "date_time", "conid", "broker_symbol", "buy_sell", "quantity"],
    };

    private static FlexSection Performance => new("FIFOPerformanceSummaryInBase", "FIFOPerformanceSummaryUnderlying", "fifo_performance",
        "Profit by contract and period, first in first out, base currency; the total has no conid; a newer statement replaces the rows of its period",
        ["account_id", "model", "from_date", "to_date", "summary_id"],
        [
            .. FlexSection.Period,
            Id("summary_id", "Row identifier") with { Attributes = [] },
            .. FlexSection.Instrument,
            Number("cost_adj", "Adjustment of the cost basis"),
            Number("realized_st_profit", "Realized short-term profits", "realizedSTProfit"),
            Number("realized_st_loss", "Realized short-term losses", "realizedSTLoss"),
            Number("realized_lt_profit", "Realized long-term profits", "realizedLTProfit"),
            Number("realized_lt_loss", "Realized long-term losses", "realizedLTLoss"),
            Number("total_realized_pnl", "Realized profit"),
            Number("total_realized_capital_gains_pnl", "Part of the realized profit due to the price, if reported separately"),
            Number("total_realized_fx_pnl", "Part of the realized profit due to exchange rates, if reported separately"),
            Number("unrealized_profit", "Unrealized profits"),
            Number("unrealized_loss", "Unrealized losses"),
            Number("unrealized_st_profit", "Unrealized short-term profits", "unrealizedSTProfit"),
            Number("unrealized_st_loss", "Unrealized short-term losses", "unrealizedSTLoss"),
            Number("unrealized_lt_profit", "Unrealized long-term profits", "unrealizedLTProfit"),
            Number("unrealized_lt_loss", "Unrealized long-term losses", "unrealizedLTLoss"),
            Number("total_unrealized_pnl", "Unrealized profit"),
            Number("total_unrealized_capital_gains_pnl", "Part of the unrealized profit due to the price, if reported separately"),
            Number("total_unrealized_fx_pnl", "Part of the unrealized profit due to exchange rates, if reported separately"),
            Number("total_fifo_pnl", "Realized and unrealized profit"),
            Number("total_capital_gains_pnl", "Part of the profit due to the price, if reported separately"),
            Number("total_fx_pnl", "Part of the profit due to exchange rates, if reported separately"),
            Number("transferred_pnl", "Profit of positions transferred"),
            Number("transferred_capital_gains_pnl", "Part of the transferred profit due to the price, if reported separately"),
            Number("transferred_fx_pnl", "Part of the transferred profit due to exchange rates, if reported separately"),
            Text("code", "The broker's codes"),
        ])
    {
        RowRetention = RowRetention.PerPeriod,
        Identity = ["model", "from_date", "to_date", "asset_category", "broker_symbol", "description", "isin"],
    };
}
