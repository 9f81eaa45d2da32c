using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Cases from the field, read from the fixtures: each ends as its description says.</summary>
[Trait("class", "slow")]
public sealed class FlexFieldTests : IDisposable
{
    private static readonly Dictionary<string, (int Code, string[] Texts)> Expected = new()
    {
        ["a_orders_only"] = (ExitCode.Configuration, ["Trades has no executions, only Order, SymbolSummary", "choose the option Executions"]),
        ["cc_transfers_not_chosen"] = (ExitCode.Ok, ["tie_out_positions cannot be checked: Transfers not in the query", " 0 broke"]),
        ["f1_cash_start_end_only.xml"] = (ExitCode.Ok,
            ["tie_out_cash cannot be checked: CashReport has no netTradesSales, netTradesPurchases", "nothing audited"]),
        ["f2_cash_deposits_and_withdrawals_apart.xml"] = (ExitCode.Ok, ["reconciled; audits: 1 ran, 1 held, 0 broke, 3 could not run"]),
        ["f3_nav_few_fields.xml"] = (ExitCode.Ok, ["tie_out_nav cannot be checked: EquitySummaryInBase has no options, bonds, notes, funds, commodities"]),
        ["g1_ddmmyyyy_5_dec.xml"] = (ExitCode.Ok, ["3 inserted"]),
        ["j_lots_only.xml"] = (ExitCode.Configuration, ["OpenPositions has lots without summaries", "choose the option Summary"]),
        ["k_futures_cfd_weight.xml"] = (ExitCode.Ok, ["audits: 1 ran, 1 held, 0 broke"]),
        ["ll_base_by_nav_row.xml"] = (ExitCode.Ok, ["audits: 1 ran, 1 held, 0 broke"]),
        ["p_migrated"] = (ExitCode.Ok, ["U9 holds every position of U1", "./run.sh portfolio retire U1"]),
        ["s_id_added_later"] = (ExitCode.Ok, ["3 statements of 1 account"]),
        ["v_tcf.xml"] = (ExitCode.Configuration, ["Trade Confirmation report; create an Activity Flex Query"]),
    };

    private readonly Trial _trial = new Trial().With("SPY.csv", "date,open,high,low,close,volume\n2024-03-04,10,11,9,10,1000\n");

    public static TheoryData<string> Cases => [.. Expected.Keys];

    [FixtureTheory]
    [MemberData(nameof(Cases))]
    public async Task A_case_ends_as_described(string name)
    {
        var (code, texts) = Expected[name];
        (await SyncAsync(name)).ShouldBe(code, texts);
    }

    [FixtureFact]
    public async Task A_trade_whose_id_was_added_later_is_stored_once()
    {
        await SyncAsync("s_id_added_later");
        (await _trial.SqlAsync("SELECT transaction_id FROM trades")).ShouldBe(["901"]);
    }

    [FixtureFact]
    public void Every_case_is_listed() =>
        Directory.GetFileSystemEntries(Fixtures.Path("field", "flex")).Select(p => Path.GetFileName(p)).ShouldBe(Expected.Keys, ignoreOrder: true);

    public void Dispose() => _trial.Dispose();

    private Task<Ended> SyncAsync(string name) =>
        _trial.CallAsync("run", "ibkr_flex_sync", "--set", $"ibkr_flex_sync.from_archive={Fixtures.Path("field", "flex", name)}");
}
