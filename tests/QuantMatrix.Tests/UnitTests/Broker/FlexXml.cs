namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>Reports as the broker writes them, made up for a test.</summary>
internal static class FlexXml
{
    public static string Report(params string[] statements) =>
        $"""<FlexQueryResponse queryName="Nightly" type="AF"><FlexStatements count="{statements.Length}">{string.Join('\n', statements)}</FlexStatements></FlexQueryResponse>""";

    /// <param name="to">The last day, like 20240305; the first one too.</param>
    /// <param name="sections">Their XML.</param>
    public static string Statement(string account, string to, params string[] sections) => Period(account, to, to, $"{to};230000", sections);

    public static string Period(string account, string from, string to, string generated, params string[] sections) =>
        $"""<FlexStatement accountId="{account}" fromDate="{from}" toDate="{to}" period="LastBusinessDay" whenGenerated="{generated}">{string.Join('\n', sections)}</FlexStatement>""";

    public static string Positions(params string[] rows) => $"<OpenPositions>{string.Join('\n', rows)}</OpenPositions>";

    public static string Position(string date, long conid, string symbol, string quantity, string more = "") =>
        $"""<OpenPosition accountId="-" currency="USD" fxRateToBase="1" assetCategory="STK" symbol="{symbol}" conid="{conid}" reportDate="{date}" position="{quantity}" levelOfDetail="SUMMARY" {more} />""";

    public static string Lot(string date, long conid, string symbol, string quantity, string transaction, string opened = "20240101;100000") =>
        $"""<OpenPosition currency="USD" assetCategory="STK" symbol="{symbol}" conid="{conid}" reportDate="{date}" position="{quantity}" levelOfDetail="LOT" openDateTime="{opened}" originatingTransactionID="{transaction}" />""";

    public static string Trades(params string[] rows) => $"<Trades>{string.Join('\n', rows)}</Trades>";

    public static string Trade(string date, long conid, string symbol, string quantity, string transaction, string more = "") =>
        $"""<Trade currency="USD" assetCategory="STK" symbol="{symbol}" conid="{conid}" dateTime="{date};101500" tradeDate="{date}" reportDate="{date}" quantity="{quantity}" transactionID="{transaction}" levelOfDetail="EXECUTION" {more} />""";

    public static string Nav(string date, string total, string parts) =>
        $"""<EquitySummaryInBase><EquitySummaryByReportDateInBase reportDate="{date}" total="{total}" {parts} /></EquitySummaryInBase>""";

    public static string Cash(string from, string to, string currency, string movements) =>
        $"""<CashReport><CashReportCurrency currency="{currency}" fromDate="{from}" toDate="{to}" {movements} /></CashReport>""";
}
