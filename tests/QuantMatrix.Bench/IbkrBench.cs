using System.Globalization;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Bench;

/// <summary>A broker statement with many trades ingested into the tables, by separate processes.</summary>
internal sealed class IbkrBench : IBench
{
    private const int Trades = 200_000, Repeats = 3;
    private static readonly string[] Runs = ["first", "again"];
    private const double MaxSeconds = 10, MaxMiB = 300;

    public string Name => "ibkr";

    public async Task<Section> RunAsync(BenchEnvironment env, CancellationToken ct)
    {
        var (report, replay) = (Path.Combine(env.Temp, "report.xml"), Path.Combine(env.Temp, "ibkr-replay"));
        await WriteAsync(report, ct);
        Directory.CreateDirectory(replay);
        await File.WriteAllTextAsync(Path.Combine(replay, $"{Market.Benchmark}.csv"), "date,open,high,low,close,volume\n2025-12-31,1,1,1,1,1\n", ct);
        using var server = new PostgresServer();
        var (wall, cpu, peaks) = (new Measurements(), new Measurements(), new Measurements());
        for (var i = 0; i < Repeats; i++)
        {
            var schema = string.Create(CultureInfo.InvariantCulture, $"ibkr_{i}");
            PostgresSql.Execute(server.To("postgres"), $"create schema {schema}");
            await MeasureRunsAsync("server", $"{server.To("postgres")};Search Path={schema}");
            await MeasureRunsAsync("file", null);
        }
        return new Section($"ibkr: {Trades:N0} trades of one statement",
            $"A report of {new FileInfo(report).Length / 1e6:0} MB with all attributes of a broker's trades, replayed from a file. Separate processes after "
            + "the build: seconds from start to end, processor seconds (user and system, without the server's) and peak resident memory. "
            + "Again: the same report, which changes nothing.",
            [
                .. Rows("PostgreSQL", "server"), .. Rows("embedded file", "file"),
            ]);

        IEnumerable<Row> Rows(string target, string name) => Runs.SelectMany(run => (Row[])
        [
            new($"{target}, {run}", wall[$"{name} {run}"], "s"),
            new($"{target}, {run}, processor time", cpu[$"{name} {run}"], "s") { AtMost = MaxSeconds },
            new($"{target}, {run}, peak memory", peaks[$"{name} {run}"], "MiB") { AtMost = MaxMiB },
        ]);

        async Task MeasureRunsAsync(string name, string? connection)
        {
            var data = Path.Combine(env.Temp, Guid.NewGuid().ToString("N"));
            foreach (var run in Runs)
            {
                string[] arguments = ["run", "ibkr_flex_sync", "--set", $"ibkr_flex_sync.from_archive={report}"];
                var process = await BatchProgram.RunProcessAsync(env, data, replay, arguments, connection);
                wall.Add($"{name} {run}", process.Seconds);
                cpu.Add($"{name} {run}", process.CpuSeconds);
                peaks.Add($"{name} {run}", process.PeakMiB);
            }
            Directory.Delete(data, recursive: true);
        }
    }

    public Task MeasureAsync(BenchEnvironment env, Measurements measured, IReadOnlyList<string> arguments, CancellationToken ct) => Task.CompletedTask;

    private static async Task WriteAsync(string file, CancellationToken ct)
    {
        await using var to = new StreamWriter(file);
        await to.WriteLineAsync("""
            <FlexQueryResponse queryName="Bench" type="AF"><FlexStatements count="1">
            <FlexStatement accountId="U1000000" fromDate="20250102" toDate="20251231" period="YearToDate" whenGenerated="20260101;021500"><Trades>
            """);
        for (var i = 0; i < Trades; i++) await to.WriteLineAsync(Trade(i).AsMemory(), ct);
        await to.WriteLineAsync("</Trades></FlexStatement></FlexStatements></FlexQueryResponse>");
    }

    private static string Trade(int i)
    {
        var day = new DateOnly(2025, 1, 2).AddDays(i % 360).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var (quantity, price, symbol) = (1 + i % 97, 20 + i % 10_007 / 100m, Market.Symbol(i % 500, 500));
        return string.Create(CultureInfo.InvariantCulture, $"""
            <Trade accountId="U1000000" acctAlias="" model="" currency="USD" fxRateToBase="0.91979" assetCategory="STK" subCategory="COMMON"
            symbol="{symbol}" description="{symbol} HOLDINGS CORPORATION-CLASS A" conid="{100_000_000 + i % 500}"
            securityID="US{1_000_000_000 + i % 500}" securityIDType="ISIN" cusip="{100_000_000 + i % 500}" isin="US{1_000_000_000 + i % 500}"
            figi="BBG{100_000_000 + i % 500}"
            listingExchange="NASDAQ" underlyingConid="" underlyingSymbol="{symbol}" underlyingSecurityID="" underlyingListingExchange="" issuer=""
            issuerCountryCode="US" tradeID="{4_860_000_000 + i}" multiplier="1" relatedTradeID="" strike="" reportDate="{day}" expiry=""
            dateTime="{day};{100_000 + i % 60}" putCall="" tradeDate="{day}" principalAdjustFactor="" settleDateTarget="{day}"
            transactionType="ExchTrade" exchange="IBKRATS" quantity="{quantity}" tradePrice="{price}" tradeMoney="{quantity * price}"
            proceeds="{-quantity * price}" taxes="0" ibCommission="-1.0{i % 10}5" ibCommissionCurrency="USD" netCash="{-quantity * price - 1}"
            closePrice="{price}" openCloseIndicator="O" notes="P" cost="{quantity * price + 1}" fifoPnlRealized="0" mtmPnl="-0.{i % 100:00}"
            origTradePrice="0" origTradeDate="" origTradeID="" origOrderID="0" origTransactionID="0" buySell="BUY" clearingFirmID=""
            ibOrderID="{1_022_000_000 + i}" transactionID="{16_199_000_000 + i}" ibExecID="0000d323.{i:x8}.01.01" relatedTransactionID="" rtn=""
            brokerageOrderID="000e3ea6.0001cbfa.{i:x8}.0001" orderReference="" volatilityOrderLink="" exchOrderId="N/A" extExecID="{203_807_150 + i}B"
            orderTime="{day};100000" openDateTime="" holdingPeriodDateTime="" whenRealized="" whenReopened="" levelOfDetail="EXECUTION"
            changeInPrice="0" changeInQuantity="0" orderType="LMT" traderID="M5" isAPIOrder="N" accruedInt="0" initialInvestment="" positionActionID=""
            serialNumber="" deliveryType="" commodityType="" fineness="0.0" weight="0.0" />
            """);
    }
}
