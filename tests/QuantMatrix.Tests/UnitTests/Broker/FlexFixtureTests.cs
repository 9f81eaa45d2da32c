using System.Globalization;
using System.Xml.Linq;
using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>Real, redacted statements checked against the counts and sums supplied with them.</summary>
public class FlexFixtureTests
{
    /// <summary>Levels and elements that are not stored because they repeat amounts or belong to ignored sections.</summary>
    private static readonly string[] Levels = ["SUMMARY", "LOT"], Elements = ["Order", "SymbolSummary", "StatementOfFundsLine"];

    private static readonly Dictionary<string, string> TableOf = new()
    {
        ["Trade"] = "trades", ["CashTransaction"] = "cash_transactions", ["CorporateAction"] = "broker_corporate_actions", ["OpenPosition"] = "positions",
    };

    public static TheoryData<string> Files => Fixtures.Exist
        ? [.. Directory.GetFiles(Fixtures.Path("ibkr"), "flex_*.xml").Select(p => System.IO.Path.GetFileName(p)).Order(StringComparer.Ordinal)] : ["none"];

    [FixtureTheory]
    [MemberData(nameof(Files))]
    public void A_statement_parses_to_its_counts_and_sums(string file)
    {
        var sheet = new FlexSheet(Path(file));
        CountsShouldAgree(sheet, file);
        SumsShouldAgree(sheet, file);
    }

    [FixtureFact]
    public void Rare_rows_are_stored()
    {
        new FlexSheet(Path("flex_09.xml")).Lines("trades", "buy_sell", "quantity", "net_cash", "date_time", "exchange")
            .ShouldBe(["BUY|450|-2446.8444|2022-12-02 06:26:11|GETTEX2", "BUY (Ca.)|-450|2444.4|2022-12-02 06:26:11|"]);
        new FlexSheet(Path("flex_05.xml")).Lines("cash_transactions", "account_id", "symbol", "amount").ShouldBe(["U1234567|MMM|9.52", "U1234567|CDW|9.5"]);
        new FlexSheet(Path("flex_01.xml")).Lines("trades", "date_time", "settle_date")[0].ShouldBe("2013-04-01 09:34:06|2013-04-04");
        FlexReport.Open(Path("flex_29.xml"), FlexXml.Today).Statements.Select(s => (s.Account, s.BaseCurrency, s.Generated.Day))
            .ShouldBe([("U1234567", "EUR", 10), ("U1234567", "GBP", 26), ("U1234567", "EUR", 27)]);
        var sheet = new FlexSheet(Path("flex_17.xml"));
        sheet.Lines("positions", "symbol", "asset_category", "quantity", "position_value", "expiry", "put_call").TakeLast(2)
            .ShouldBe(["CLNE  230915C00010000|OPT|-1|-3.68|2023-09-15|C", "ONCT  230721C00005000|OPT|-2|-5.8|2023-07-21|C"]);
        sheet.Lines("account_nav_changes", "starting_value", "mtm", "change_in_dividend_accruals", "other_fees", "sales_tax", "other_changes", "ending_value")
            .ShouldBe(["7674.265297533|8.31|0.98|-4.5|-0.9|0|7678.155297533"]);
        var profits = sheet.Lines("fifo_performance", "conid", "total_realized_pnl", "total_unrealized_pnl");
        (profits.Count, profits[0], profits[^1]).ShouldBe((14, "140070600|0|-465.694746", "|0|-5395.989778"));
        FlexSheet.Sum(sheet["fifo_performance"].SkipLast(1).Select(r => r["unrealized_lt_loss"])).ShouldBe(-5170.538409m);
    }

    private static void CountsShouldAgree(FlexSheet sheet, string file)
    {
        var expected = Expected(file).GroupBy(e => new FlexElementKind(e.Account, e.Element, e.Currency)).ToDictionary(g => g.Key, g => g.Sum(e => e.Count));
        var summary = sheet.Report.Summary;
        summary.Elements.Where(e => e.Key.Element is not ("CashReport" or "Trades")).ToDictionary().ShouldBe(expected, ignoreOrder: true);
        summary.InvalidRows.ShouldBe(0, string.Join('\n', summary.Errors));
        summary.Unknown.ShouldBeEmpty();
    }

    /// <summary>Stored and ignored amounts add up to the sums.</summary>
    private static void SumsShouldAgree(FlexSheet sheet, string file)
    {
        var ignored = XDocument.Load(Path(file)).Descendants()
            .Where(e => Levels.Contains((string?)e.Attribute("levelOfDetail")) && e.Name != "OpenPosition" || Elements.Contains(e.Name.LocalName)).ToList();
        foreach (var group in Expected(file).GroupBy(e => (e.Account, e.Element, e.Currency)))
            foreach (var (attribute, column, sum) in new[]
            {
                ("amount", "amount", group.Sum(e => e.Amount)), ("netCash", "net_cash", group.Sum(e => e.NetCash)),
                ("positionValue", "position_value", group.Sum(e => e.PositionValue)),
            })
            {
                var (account, element, currency) = group.Key;
                var table = TableOf.GetValueOrDefault(element);
                var stored = table is null || !sheet[table].Any(r => r.ContainsKey(column)) ? 0
                    : FlexSheet.Sum(sheet[table].Where(r => r["account_id"] == account && r["currency"] == (currency ?? "")).Select(r => r[column]));
                var rest = FlexSheet.Sum(ignored.Where(e => e.Name.LocalName == element && (string?)e.Attribute("currency") == currency)
                    .Select(e => (string?)e.Attribute(attribute) ?? ""));
                (stored + rest).ShouldBe(sum, $"{group.Key} {attribute}");
            }
    }

    private static string Path(string file) => Fixtures.Path("ibkr", file);

    private static IEnumerable<ExpectedSum> Expected(string file) =>
        File.ReadLines(Path("EXPECTED_flex_counts.csv")).Skip(1).Select(l => l.Split(',')).Where(f => f[0] == file).Select(f => new ExpectedSum(
            f[1], f[4], f[5].Length == 0 ? null : f[5], long.Parse(f[6], CultureInfo.InvariantCulture), Number(f[7]), Number(f[8]), Number(f[9])));

    private static decimal Number(string text) => text.Length == 0 ? 0 : decimal.Parse(text, CultureInfo.InvariantCulture);

    private sealed record ExpectedSum(string Account, string Element, string? Currency, long Count, decimal Amount, decimal NetCash, decimal PositionValue);
}
