using QuantMatrix.Model;
using static QuantMatrix.Broker.Flex.Sections.FlexColumn;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>Open positions: the sum of each contract, its history, and the lots it is made of.</summary>
internal static class Positions
{
    private const string Summary = "SUMMARY";

    public static IReadOnlyList<FlexSection> All { get; } =
    [
        new("OpenPositions", "OpenPosition", "positions", "Open positions of every account's newest report, one row a contract; short ones are negative", ["account_id", "conid"], Held)
        {
            LevelTaken = Summary, RowRetention = RowRetention.UntilNextReport,
        },
        new("OpenPositions", "OpenPosition", "position_history", "Open positions of every report date", ["account_id", "report_date", "conid"], History)
        {
            LevelTaken = Summary, RowRetention = RowRetention.PerReportDate,
        },
        new("OpenPositions", "OpenPosition", "tax_lots", "The lots open positions are made of, of every account's newest report",
            ["account_id", "originating_transaction_id", "open_date_time", "conid"], Lots)
        {
            LevelTaken = "LOT", TakesNoLevel = false, RowRetention = RowRetention.UntilNextReport,
            Identity = ["conid", "open_date_time", "quantity", "cost_basis_money"],
        },
    ];

    private static FlexColumn ReportDate => Date("report_date", "The day the position is of").Required() with { Form = FlexFormat.LastDay };

    private static FlexColumn Ticker => Text("ticker", "Of a share that is followed: in dollars, listed in the United States", "symbol") with { Form = FlexFormat.Ticker };

    private static FlexColumn Quantity => Number("quantity", "Units held, negative when short", "position").Required();

    private static FlexColumn MarkPrice => Number("mark_price", "Closing price of the report date");

    private static FlexColumn Value => Number("position_value", "quantity × mark_price × multiplier, negative when short");

    private static FlexColumn CostBasis => Number("cost_basis_money", "What was paid, negative when short");

    private static FlexColumn Unrealized => Number("fifo_pnl_unrealized", "position_value − cost_basis_money");

    private static FlexColumn Side => Text("side", "Long or Short");

    private static IReadOnlyList<FlexColumn> Contract => [FlexSection.Instrument[0].Required(), .. FlexSection.Instrument.Skip(1)];

    private static IReadOnlyList<FlexColumn> Held =>
    [
        .. Contract, Ticker, .. FlexSection.Money, ReportDate, Quantity,
        MarkPrice,
        Value,
        Number("open_price", "Average price paid, commissions left out"),
        Number("cost_basis_price", "Average price paid, commissions included"),
        CostBasis,
        Number("percent_of_nav", "The broker's own weight", "percentOfNAV"),
        Unrealized,
        Side,
        Number("accrued_interest", "Of a bond", "accruedInt"),
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
        Id("originating_transaction_id", "The transaction that opened the lot", "originatingTransactionID"),
        Clock("open_date_time", "When the lot was opened, broker's clock", "openDateTime", "holdingPeriodDateTime", "reportDate").Required(),
        .. Contract, .. FlexSection.Money, ReportDate, Quantity,
        Clock("holding_period_date_time", "Since when it is held for tax purposes, broker's clock"),
        MarkPrice,
        Number("position_value", "The lot's part of the position's value"),
        Number("cost_basis_price", "Price paid, commissions included"),
        CostBasis,
        Unrealized,
        Side,
        Text("code", "The broker's notes"),
    ];
}
