namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>Synthetic reports in the format of the broker.</summary>
internal static class FlexXml
{
    public static string Document(params string[] statements) => $"""
        <FlexQueryResponse queryName="Nightly" type="AF"><FlexStatements count="{statements.Length}">{string.Join('\n', statements)}</FlexStatements>
        </FlexQueryResponse>
        """;

    /// <param name="to">First and last day, like 20240305.</param>
    /// <param name="sections">XML of the sections.</param>
    public static string Statement(string account, string to, params string[] sections) => Period(account, to, to, $"{to};230000", sections);

    public static string Period(string account, string from, string to, string generated, params string[] sections)
    {
        var head = $"""accountId="{account}" fromDate="{from}" toDate="{to}" period="LastBusinessDay" whenGenerated="{generated}" """;
        return $"<FlexStatement {head}>{string.Join('\n', sections)}</FlexStatement>";
    }

    public static string Positions(params string[] rows) => $"<OpenPositions>{string.Join('\n', rows)}</OpenPositions>";

    public static string Position(string date, long conid, string symbol, string quantity, string more = "") =>
        $"""<OpenPosition accountId="-" fxRateToBase="1" {Equity(conid, symbol, date)} position="{quantity}" levelOfDetail="SUMMARY" {more} />""";

    public static string Lot(string date, long conid, string symbol, string quantity, string transaction, string opened = "20240101;100000")
    {
        var origin = $"""openDateTime="{opened}" originatingTransactionID="{transaction}" """;
        return $"""<OpenPosition {Equity(conid, symbol, date)} position="{quantity}" levelOfDetail="LOT" {origin} />""";
    }

    public static string Trades(params string[] rows) => $"<Trades>{string.Join('\n', rows)}</Trades>";

    public static string Trade(string date, long conid, string symbol, string quantity, string transaction, string more = "")
    {
        var execution = $"""dateTime="{date};101500" tradeDate="{date}" quantity="{quantity}" transactionID="{transaction}" levelOfDetail="EXECUTION" """;
        return $"<Trade {Equity(conid, symbol, date)} {execution} {more} />";
    }

    public static string Nav(string date, string total, string parts) =>
        $"""<EquitySummaryInBase><EquitySummaryByReportDateInBase reportDate="{date}" total="{total}" {parts} /></EquitySummaryInBase>""";

    public static string Cash(string from, string to, string currency, string movements) =>
        $"""<CashReport><CashReportCurrency currency="{currency}" fromDate="{from}" toDate="{to}" {movements} /></CashReport>""";

    private static string Equity(long conid, string symbol, string date) =>
        $"""currency="USD" assetCategory="STK" symbol="{symbol}" conid="{conid}" reportDate="{date}" """;
}
