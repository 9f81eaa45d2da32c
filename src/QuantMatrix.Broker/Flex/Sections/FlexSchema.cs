using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>The names a statement may contain: those that are read and those that are ignored; any other is reported as unknown.</summary>
internal sealed class FlexSchema
{
    /// <summary>Sections that repeat stored data in another form or hold data that is not stored.</summary>
    private static readonly HashSet<string> IgnoredSections =
    [
        "AccountInformation", "Adjustments", "CFDCharges", "ChangeInPositionValues", "ClientFees", "ClientFeesDetail", "CommissionCredits",
        "ComplexPositions", "ConversionRates", "DebitCardActivities", "DepositsOnHold", "FdicInsuredDepositsByBank",
        "FxPositions", "FxTransactions", "HKIPOOpenSubscriptions", "HKIPOSubscriptionActivity", "HardToBorrowDetails", "HardToBorrowMarkupDetails",
        "IBGNoteTransactions", "IncentiveCouponAccrualDetails", "MTDYTDPerformanceSummary", "MTMPerformanceSummaryInBase", "NetStockPositionSummary",
        "OpenDividendAccruals", "PendingExcercises", "PriorPeriodPositions", "RoutingCommissions", "SLBActivities", "SLBCollaterals", "SLBFees",
        "SLBOpenContracts", "SalesTaxes", "SecuritiesInfo", "SoftDollars", "StmtFunds", "StockGrantActivities", "TierInterestDetails",
        "TradeConfirms", "TradeTransfers", "TransactionTaxes", "UnbookedTrades", "UnbundledCommissionDetails", "UnsettledTransfers",
    ];

    /// <summary>Elements beside the rows of a section that repeat the same amounts in another form.</summary>
    private static readonly HashSet<string> IgnoredElements = ["AssetSummary", "Order", "SymbolSummary", "WashSale", "TransferLot"];

    private static readonly HashSet<string> IgnoredAttributes =
    [
        "acctAlias", "model", "availableForTradingDate", "brokerageOrderID", "changeInPrice", "changeInQuantity", "clearingFirmID", "clientReference",
        "commodityType", "cusip", "sedol", "deliveryType", "exchOrderId", "extExecID", "figi", "fineness", "fromAcct", "toAcct", "fxPnl",
        "initialInvestment", "isAPIOrder", "issuer", "issuerCountryCode", "orderPlacementTime", "orderReference", "orderTime", "orderType",
        "origOrderID", "origTradeDate", "origTradeID", "origTradePrice", "origTransactionID", "originatingOrderID", "positionActionID",
        "principalAdjustFactor", "relatedTradeID", "relatedTransactionID", "rtn", "securityID", "securityIDType", "serialNumber", "traderID",
        "underlyingConid", "underlyingListingExchange", "underlyingSecurityID", "vestingDate", "volatilityOrderLink", "weight", "whenRealized",
        "whenReopened", "openDateTime", "holdingPeriodDateTime", "accruedInt", "code", "subCategory", "deliveringBroker", "capitalGainsPnl",
        "transferPrice", "company", "accountName", "expiryDate", "positionInstructionID", "positionInstructionSetID",
    ];

    private readonly Dictionary<(string Container, string Element), FlexElement> elements = FlexSections.All
        .GroupBy(s => (s.Container, s.Element))
        .ToDictionary(g => g.Key, g => new FlexElement([.. g], [.. IgnoredAttributes, .. AttributesIn(g.Key.Container)]));

    /// <summary>An element whose rows are read; null for any other.</summary>
    /// <param name="container">The enclosing section; empty for a top-level element.</param>
    public FlexElement? Find(string container, string element) => elements.GetValueOrDefault((container, element));

    /// <summary>Whether an element that is not read is known and ignored.</summary>
    public bool IsIgnored(string container, string element) =>
        IgnoredSections.Contains(container) || (IsSection(container) && (element == container || IgnoredElements.Contains(element)));

    /// <summary>Tables that a section reports even without rows. Closed lots are an option of a section, which only their rows show.</summary>
    public static IEnumerable<string> TablesIn(string section) => FlexSections.All
        .Where(s => s.Container == section || (s.Container.Length == 0 && s.Element == section))
        .Where(s => s.RowRetention != RowRetention.PerDay).Select(s => s.Name);

    /// <summary>The fields of a section are chosen for all its elements: each has those of the others.</summary>
    private static IEnumerable<string> AttributesIn(string container) => FlexSections.All
        .Where(s => container.Length > 0 && s.Container == container)
        .SelectMany(s => s.Columns).SelectMany(c => c.Attributes).SelectMany(a => a.Split('+'));

    private bool IsSection(string name) => elements.Keys.Any(k => k.Container == name || (k.Container.Length == 0 && k.Element == name));
}
