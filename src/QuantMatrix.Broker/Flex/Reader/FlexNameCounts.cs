using QuantMatrix.Broker.Flex.Sections;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>The names statements are made of: which are read, which are known and left out; all others are told.</summary>
internal sealed class FlexNameCounts
{
    /// <summary>Sections that tell what is stored in another way, or nothing that is kept.</summary>
    private static readonly HashSet<string> LeftOutSections =
    [
        "AccountInformation", "Adjustments", "CFDCharges", "ChangeInPositionValues", "ClientFees", "ClientFeesDetail", "CommissionCredits", "ComplexPositions", "ConversionRates",
        "DebitCardActivities", "DepositsOnHold", "FIFOPerformanceSummaryInBase", "FdicInsuredDepositsByBank", "FxPositions", "FxTransactions", "HKIPOOpenSubscriptions",
        "HKIPOSubscriptionActivity", "HardToBorrowDetails", "HardToBorrowMarkupDetails", "IBGNoteTransactions", "IncentiveCouponAccrualDetails", "MTDYTDPerformanceSummary",
        "MTMPerformanceSummaryInBase", "NetStockPositionSummary", "OpenDividendAccruals", "PendingExcercises", "PriorPeriodPositions", "RoutingCommissions", "SLBActivities",
        "SLBCollaterals", "SLBFees", "SLBOpenContracts", "SalesTaxes", "SecuritiesInfo", "SoftDollars", "StmtFunds", "StockGrantActivities", "TierInterestDetails", "TradeConfirms",
        "TradeTransfers", "TransactionTaxes", "UnbookedTrades", "UnbundledCommissionDetails", "UnsettledTransfers",
    ];

    /// <summary>Beside the rows of a section that is read: the same money in another form.</summary>
    private static readonly HashSet<string> LeftOutElements = ["AssetSummary", "Lot", "Order", "SymbolSummary", "WashSale", "TransferLot"];

    private static readonly HashSet<string> LeftOutAttributes =
    [
        "acctAlias", "model", "availableForTradingDate", "brokerageOrderID", "changeInPrice", "changeInQuantity", "clearingFirmID", "clientReference", "commodityType", "cusip", "sedol", "deliveryType",
        "exchOrderId", "extExecID", "figi", "fineness", "fromAcct", "toAcct", "fxPnl", "initialInvestment", "isAPIOrder", "issuer", "issuerCountryCode", "orderPlacementTime", "orderReference", "orderTime",
        "orderType", "origOrderID", "origTradeDate", "origTradeID", "origTradePrice", "origTransactionID", "originatingOrderID", "positionActionID", "principalAdjustFactor", "relatedTradeID",
        "relatedTransactionID", "rtn", "securityID", "securityIDType", "serialNumber", "traderID", "underlyingConid", "underlyingListingExchange", "underlyingSecurityID", "vestingDate",
        "volatilityOrderLink", "weight", "whenRealized", "whenReopened", "openDateTime", "holdingPeriodDateTime", "accruedInt", "code", "subCategory", "deliveringBroker", "capitalGainsPnl",
        "transferPrice", "company", "accountName", "expiryDate", "positionInstructionID", "positionInstructionSetID",
    ];

    private readonly Dictionary<(string Container, string Element), FlexElement> elements = FlexSections.All
        .GroupBy(s => (s.Container, s.Element)).ToDictionary(g => g.Key, g => new FlexElement([.. g], LeftOutAttributes));

    /// <summary>An element whose rows are read, or null.</summary>
    /// <param name="container">The section it stands in; empty for one that stands alone.</param>
    public FlexElement? Find(string container, string element) => elements.GetValueOrDefault((container, element));

    /// <summary>Whether an element that is not read is a known one.</summary>
    public bool IsKnown(string container, string element) =>
        LeftOutSections.Contains(container) || (IsSection(container) && (element == container || LeftOutElements.Contains(element)));

    /// <summary>The tables a section tells about.</summary>
    public static IEnumerable<string> TablesIn(string section) => FlexSections.All.Where(s => s.Container == section || (s.Container.Length == 0 && s.Element == section)).Select(s => s.Name);

    private bool IsSection(string name) => elements.Keys.Any(k => k.Container == name || (k.Container.Length == 0 && k.Element == name));
}
