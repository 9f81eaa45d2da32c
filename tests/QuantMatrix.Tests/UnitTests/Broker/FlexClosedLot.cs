namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>A closed lot as the broker writes it: quantity and cost positive, the identifier of the trade that opened it, the side of the one that closed
/// it.</summary>
/// <param name="Day">On which it was closed, like 20240305.</param>
internal sealed record FlexClosedLot(string Day, string Quantity, string Cost, string Realized)
{
    public long Contract { get; init; } = 1;

    public string Symbol { get; init; } = "AAA";

    public string Category { get; init; } = "STK";

    public string Currency { get; init; } = "USD";

    public string Rate { get; init; } = "";

    public string Side { get; init; } = "SELL";

    public string Opened { get; init; } = "20240110;100000";

    public string Opening { get; init; } = "o1";

    public string Model { get; init; } = "";

    public string Level { get; init; } = "CLOSED_LOT";

    public override string ToString() => $"""
        <Lot accountId="-" model="{Model}" currency="{Currency}" fxRateToBase="{Rate}" assetCategory="{Category}" symbol="{Symbol}" conid="{Contract}"
            reportDate="{Day}" tradeDate="{Day}" dateTime="{Day};153000" transactionType="" exchange="ARCA" quantity="{Quantity}" tradePrice="9.5"
            tradeMoney="" proceeds="" taxes="" ibCommission="" netCash="" closePrice="" openCloseIndicator="C" notes="ST" cost="{Cost}"
            fifoPnlRealized="{Realized}" fxPnl="" mtmPnl="" transactionID="{Opening}" buySell="{Side}" ibOrderID="" ibExecID=""
            openDateTime="{Opened}" holdingPeriodDateTime="{Opened}" levelOfDetail="{Level}" />
        """;
}
