using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>A row of <c>bar_revisions</c>, the restatement ledger: one stored value that a newer fetch replaced.</summary>
public sealed record LedgerRow(BarRevision Revision, string RunId)
{
    public static readonly RowTable<LedgerRow> Table = new("bar_revisions",
        new RowColumns<LedgerRow>().Text(BarField.Symbol, r => r.Revision.Symbol).Date(BarField.Date, r => r.Revision.Day).Text("field", r => r.Revision.Field)
            .Number("old", r => r.Revision.Old).Number("new", r => r.Revision.New).Text("class", r => r.Revision.Class)
            .Text("provider", r => r.Revision.Provider).Text("run_id", r => r.RunId),
        row => new(new BarRevision(row.Text(0), row.Date(1), row.Text(2), row.Number(3), row.Number(4), row.Text(5), row.Text(6)), row.Text(7)));
}
