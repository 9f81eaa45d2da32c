using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Lake;

public class RowTableTests
{
    private static readonly int Session = Day.Of(new(2024, 3, 4));

    [Fact]
    public void Rows_of_every_table_of_records_come_back_equal()
    {
        ShouldComeBack(FetchDepth.Table, new FetchDepth("AAA", Session, "run"));
        ShouldComeBack(OpenUnit.Table, new OpenUnit("job", "AAA", Session, OpenUnit.Failed, 1, "", "run-1", "run-1") { Interval = OpenUnit.FiveMinutes });
        ShouldComeBack(IntradayFeatureTable.Table, new IntradayFeature("AAA", Session, 78)
        {
            Vwap = 1, VwapDistance = 2, OpeningRangeHigh = 3, OpeningRangeLow = 4, OpeningRangeBreakout = 5, RelativeVolume = double.NaN, OvernightReturn = 7,
            IntradayReturn = 8, LastHourReturn = 9, RealizedVolatility = 10,
        });
        ShouldComeBack(OpenUnit.Table, new OpenUnit("job", "AAA", Session, OpenUnit.Held, 3, "a jump", "run-1", "run-2"));
        ShouldComeBack(StoredAction.Table, new StoredAction("AAA", Session, "split", 4, "fmp", StoredAction.Pending, "run"));
        ShouldComeBack(StoredConflict.Table, new StoredConflict(new BasisConflict("AAA", "fmp", 1.253, new(2024, 3, 4)), "run"));
        ShouldComeBack(LedgerRow.Table,
            new LedgerRow(new BarRevision("AAA", Session, BarField.AdjClose, double.NaN, 9.5, BarRevision.Rebase, "yahoo"), "run"));
        ShouldComeBack(QuarantinedRow.Table,
            new QuarantinedRow(new RejectedRow("AAA", "4.3.24", "replay", "AAA.csv", 7, "open is empty", "2024-03-04,,1"), "run", QuarantinedRow.Open));
    }

    [Fact]
    public void Rows_of_the_tables_of_computed_values_come_back_equal()
    {
        ShouldComeBack(SymbolInfo.Table, new SymbolInfo("AAA", null, "Energy", null, "BIG,SMALL"));
        ShouldComeBack(ScreenMember.Table, new ScreenMember("s", Session, "AAA", "12ab", "run"));
        ShouldComeBack(ScreenSession.Table, new ScreenSession("s", Session, "12ab", 7, "rsi_14 < 30", "run"));
        ShouldComeBack(Alert.Table, new Alert(Session, "AAA", Alert.LevelCrossed, "mine", "rose", double.NaN, 12.5, "run"));
        ShouldComeBack(BreadthTable.Table, new MarketBreadth(Session, "BIG", 1)
        {
            Advances = 2, Declines = 3, Unchanged = 4, AboveSma50 = 5.5, AboveSma200 = double.NaN, NewHighs = 6, NewLows = 7, Stage1 = 8, Stage2 = 9,
            Stage3 = 10, Stage4 = 11, Leading = 12, Neutral = 13, Lagging = 14, MedianPerf1d = -0.5,
        });
        ShouldComeBack(BreadthRowTable.Table, new BreadthRow("AAA", Session)
        {
            Close = 1, Sma50 = double.NaN, Sma200 = 2, Change = 3, IsHigh = true, IsLow = false, Stage = 4, Bucket = 0,
        });
        ShouldComeBack(StructureTable.Table, new PriceStructure("AAA", Session, PriceStructure.GapUp, Session - 3) { Low = 1, High = 2, Price = 2 });
        ShouldComeBack(StructureTable.Table, new PriceStructure("AAA", Session, PriceStructure.LineRising, Session - 9)
        {
            Price = 12, Touches = 3, FirstPrice = 9, SecondDay = Session - 5, SecondPrice = 10, Slope = 0.25,
        });
    }

    [Theory]
    [InlineData("price_data", "symbol, date, open, high, low, close, volume, source")]
    [InlineData("bar_revisions", "symbol, date, field, old, new, class, provider, run_id")]
    [InlineData("quarantine", "symbol, date, source, file, line, reason, row, run_id, status")]
    [InlineData("corporate_actions", "symbol, date, kind, value, source, status, run_id")]
    [InlineData("basis_conflicts", "symbol, date, source, factor, run_id")]
    [InlineData("asked_depth", "symbol, date, run_id")]
    [InlineData("symbol_info", "symbol, name, sector, industry, indices")]
    [InlineData("market_breadth", "date, index, members, advances, declines, unchanged, above_sma50, above_sma200, new_highs, new_lows, "
        + "stage_1, stage_2, stage_3, stage_4, leading, neutral, lagging, median_perf_1d")]
    [InlineData("structure", "symbol, date, kind, from_date, to_date, low, high, price, touches, first_price, second_date, second_price, slope")]
    [InlineData("screen_members", "screen, date, symbol, condition_hash, run_id")]
    [InlineData("screen_sessions", "screen, date, condition_hash, members, condition, run_id")]
    [InlineData("alerts", "date, symbol, kind, name, detail, level, price, run_id")]
    [InlineData("units", "job, symbol, date, state, attempts, reason, first_run_id, run_id, interval")]
    [InlineData("price_data_5m", "symbol, date, slot, open, high, low, close, volume, source")]
    [InlineData("intraday_features", "symbol, date, vwap, vwap_distance_pct, opening_range_high, opening_range_low, opening_range_breakout_pct, "
        + "relative_volume_tod, overnight_return_pct, intraday_return_pct, last_hour_return_pct, realized_volatility_pct, slots")]
    public void The_columns_of_a_stored_table_do_not_change(string name, string columns) =>
        LakeTable.All(FeatureTable.Of(FeatureSchema.Of([]))).Single(t => t.Name == name).ColumnList.ShouldBe(columns);

    /// <summary>Receipts of an earlier build may name such files: with other columns they need another form.</summary>
    [Fact]
    public void Rows_for_breadth_have_these_columns_in_this_form() => (BreadthRowTable.Table.Form, BreadthRowTable.Table.ColumnList)
        .ShouldBe((1, "symbol, date, close, sma_50, sma_200, change, is_high, is_low, stage, bucket"));

    private static void ShouldComeBack<T>(RowTable<T> table, T row) => table.FromArrow(table.ToArrow([row, row])).ShouldBe([row, row]);
}
