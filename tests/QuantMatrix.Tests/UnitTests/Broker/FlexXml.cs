namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>Synthetic reports in the format of the broker.</summary>
internal static class FlexXml
{
    /// <summary>The day on which reports are read; later than every statement.</summary>
    public static readonly DateOnly Today = new(2026, 1, 2);

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

    /// <summary>Empty sections of the movements other than trades.</summary>
    public const string NoMovements = "<Transfers /><CorporateActions />";

    public static string Nav(string date, string total, string parts) =>
        $"""<EquitySummaryInBase><EquitySummaryByReportDateInBase reportDate="{date}" total="{total}" {parts} /></EquitySummaryInBase>""";

    public static string Cash(string from, string to, string currency, string movements) =>
        $"""<CashReport><CashReportCurrency currency="{currency}" fromDate="{from}" toDate="{to}" {movements} /></CashReport>""";

    /// <summary>A row of a cash report with every field; those that are not named are 0.</summary>
    public static string FullCash(string day, string currency, params (string Field, string Amount)[] amounts)
    {
        string[] fields =
        [
            "startingCash", "commissions", "depositWithdrawals", "dividends", "paymentInLieu", "withholdingTax", "brokerInterest", "bondInterest",
            "netTradesSales", "netTradesPurchases", "cashSettlingMtm", "advisorFees", "otherFees", "salesTax", "transactionTax", "accountTransfers",
            "internalTransfers", "fxTranslationGainLoss", "endingCash", "clientFees", "insuredDepositInterest", "realizedVm", "realizedForexVm",
            "cfdCharges", "feesReceivables", "taxReceivables", "withholding871m", "withholdingCollectedTax", "ipoSubscription", "linkingAdjustments",
            "debitCardActivity", "billPay", "billableCommissions", "other",
        ];
        return Cash(day, day, currency, Attributes(fields, amounts));
    }

    /// <summary>A row of the net asset value with every component; those that are not named are 0.</summary>
    public static string FullNav(string day, string total, params (string Field, string Amount)[] amounts) => Nav(day, total, Attributes(
        ["cash", "stock", "options", "bonds", "notes", "funds", "commodities", "dividendAccruals", "interestAccruals"], amounts));

    private static string Attributes(string[] fields, (string Field, string Amount)[] amounts) => string.Join(' ', fields.Select(f => (Field: f, Amount: "0"))
        .Where(f => !amounts.Any(a => a.Field == f.Field)).Concat(amounts).Select(a => $"{a.Field}=\"{a.Amount}\""));

    private static string Equity(long conid, string symbol, string date) =>
        $"""currency="USD" assetCategory="STK" symbol="{symbol}" conid="{conid}" reportDate="{date}" """;
}
