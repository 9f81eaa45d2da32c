using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>A row of <c>basis_conflicts</c>: a <see cref="BasisConflict"/> that a later night may confirm.</summary>
public sealed record StoredConflict(BasisConflict Conflict, string RunId)
{
    public static readonly RowTable<StoredConflict> Table = new("basis_conflicts",
        new RowColumns<StoredConflict>().Text(BarField.Symbol, r => r.Conflict.Symbol).Date(BarField.Date, r => Day.Of(r.Conflict.Night))
            .Text(BarField.Source, r => r.Conflict.Source).Number("factor", r => r.Conflict.Factor).Text("run_id", r => r.RunId),
        row => new(new BasisConflict(row.Text(0), row.Text(2), row.Number(3), Day.Date(row.Date(1))), row.Text(4)));
}
