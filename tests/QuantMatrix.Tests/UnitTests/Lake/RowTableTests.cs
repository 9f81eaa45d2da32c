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
        ShouldComeBack(OpenUnit.Table, new OpenUnit("job", "AAA", Session, OpenUnit.Held, 3, "a jump", "run-1", "run-2"));
        ShouldComeBack(StoredAction.Table, new StoredAction("AAA", Session, "split", 4, "fmp", StoredAction.Pending, "run"));
        ShouldComeBack(StoredConflict.Table, new StoredConflict(new BasisConflict("AAA", "fmp", 1.253, new(2024, 3, 4)), "run"));
        ShouldComeBack(LedgerRow.Table,
            new LedgerRow(new BarRevision("AAA", Session, BarField.AdjClose, double.NaN, 9.5, BarRevision.Dividend, "yahoo"), "run"));
        ShouldComeBack(QuarantinedRow.Table,
            new QuarantinedRow(new RejectedRow("AAA", "4.3.24", "replay", "AAA.csv", 7, "open is empty", "2024-03-04,,1"), "run", QuarantinedRow.Open));
    }

    [Theory]
    [InlineData("price_data", "symbol, date, open, high, low, close, adj_close, volume, source")]
    [InlineData("bar_revisions", "symbol, date, field, old, new, class, provider, run_id")]
    [InlineData("quarantine", "symbol, date, source, file, line, reason, row, run_id, status")]
    [InlineData("corporate_actions", "symbol, date, kind, value, source, status, run_id")]
    [InlineData("basis_conflicts", "symbol, date, source, factor, run_id")]
    [InlineData("asked_depth", "symbol, date, run_id")]
    [InlineData("units", "job, symbol, date, state, attempts, reason, first_run_id, run_id")]
    public void The_columns_of_a_stored_table_do_not_change(string name, string columns) =>
        LakeTable.All(FeatureTable.Of(FeatureSchema.Of([]))).Single(t => t.Name == name).ColumnList.ShouldBe(columns);

    private static void ShouldComeBack<T>(RowTable<T> table, T row) => table.FromArrow(table.ToArrow([row, row])).ShouldBe([row, row]);
}
