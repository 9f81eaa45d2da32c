using QuantMatrix.Model;
using static QuantMatrix.Broker.Flex.Sections.FlexColumn;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>Open positions: one row per contract, their history, and their tax lots.</summary>
internal static class Positions
{
    private const string Summary = "SUMMARY";

    public static IReadOnlyList<FlexSection> All { get; } =
    [
        new("OpenPositions", "OpenPosition", "positions",
            "Open positions of every account's newest report, one row per contract and model; short positions are negative",
            ["account_id", "model", "conid"], Open)
        {
            LevelOfDetail = Summary, RowRetention = RowRetention.UntilNextReport,
        },
        new("OpenPositions", "OpenPosition", "position_history", "Open positions of every report date",
            ["account_id", "model", "report_date", "conid"], History)
        {
            LevelOfDetail = Summary, RowRetention = RowRetention.PerReportDate,
        },
        new("OpenPositions", "OpenPosition", "tax_lots", "Tax lots of the open positions of every account's newest report",
            ["account_id", "model", "originating_transaction_id", "open_date_time", "conid"], Lots)
        {
            LevelOfDetail = "LOT", IncludesNoLevel = false, RowRetention = RowRetention.UntilNextReport,
            Identity = ["conid", "open_date_time", "quantity", "cost_basis_money"],
        },
    ];

    private static FlexColumn ReportDate => Date("report_date", "Date of the position").Required() with { Format = FlexFormat.LastDay };

    private static FlexColumn Ticker => Text("ticker", "Ticker of a tracked equity: US dollars, listed in the United States", "symbol")
        with
    { Format = FlexFormat.Ticker };

    private static FlexColumn Quantity => Number("quantity", "Units held, negative when short", "position").Required();

    private static FlexColumn MarkPrice => Number("mark_price", "Closing price of the report date");

    private static FlexColumn Value => Number("position_value", "quantity × mark_price × multiplier, negative when short");

    private static FlexColumn CostBasis => Number("cost_basis_money", "Cost basis, negative when short");

    private static FlexColumn Unrealized => Number("fifo_pnl_unrealized", "position_value − cost_basis_money");

    private static FlexColumn Side => Text("side", "Long or Short");

    private static IReadOnlyList<FlexColumn> Contract => [FlexSection.Instrument[0].Required(), .. FlexSection.Instrument.Skip(1)];

    private static IReadOnlyList<FlexColumn> Open =>
    [
        .. Contract, Ticker, .. FlexSection.Money, ReportDate, Quantity,
        MarkPrice,
        Value,
        Number("open_price", "Average price paid, excluding commissions"),
        Number("cost_basis_price", "Average price paid, including commissions"),
        CostBasis,
        Number("percent_of_nav", "Weight as reported by the broker, percent of net asset value", "percentOfNAV"),
        Unrealized,
        Side,
        Number("accrued_interest", "Accrued interest of a bond", "accruedInt"),
    ];

    private static IReadOnlyList<FlexColumn> History =>
    [
        ReportDate, Contract[0], FlexSection.Instrument[1], FlexSection.Instrument[3], .. FlexSection.Money, Quantity,
        MarkPrice,
        Value,
        CostBasis,
    ];

    private static IReadOnlyList<FlexColumn> Lots =>
    [
        Id("originating_transaction_id", "Transaction that opened the lot", "originatingTransactionID"),
        Clock("open_date_time", "When the lot was opened, broker's local time", "openDateTime", "holdingPeriodDateTime", "reportDate").Required(),
        .. Contract, .. FlexSection.Money, ReportDate, Quantity,
        Clock("holding_period_date_time", "Start of the holding period for tax, broker's local time"),
        MarkPrice,
        Number("position_value", "Value of the lot"),
        Number("cost_basis_price", "Price paid, including commissions"),
        CostBasis,
        Unrealized,
        Side,
        Text("code", "The broker's codes"),
    ];
}
