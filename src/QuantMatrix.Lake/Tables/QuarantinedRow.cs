using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>A row of <c>quarantine</c>: a rejected row, the run that rejected it, and the operator's decision.</summary>
/// <remarks>A decided row is kept, so that the same row in a later fetch is recognized.</remarks>
/// <param name="Status"><see cref="Open"/>, <see cref="Released"/> or <see cref="Dropped"/>.</param>
public sealed record QuarantinedRow(RejectedRow Rejected, string RunId, string Status)
{
    public const string Open = "open", Released = "released", Dropped = "dropped";

    /// <summary>Files from before the table had a status hold open rows only.</summary>
    public static readonly RowTable<QuarantinedRow> Table = new("quarantine",
        new RowColumns<QuarantinedRow>().Text(BarField.Symbol, r => r.Rejected.Symbol).Text(BarField.Date, r => r.Rejected.Date)
            .Text(BarField.Source, r => r.Rejected.Source).Text("file", r => r.Rejected.File).Whole("line", r => r.Rejected.Line)
            .Text("reason", r => r.Rejected.Reason).Text("row", r => r.Rejected.Row).Text("run_id", r => r.RunId).Text("status", r => r.Status),
        row => new(new RejectedRow(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Whole(4), row.Text(5), row.Text(6)), row.Text(7), row.Text(8)))
    {
        AddedColumn = ("status", Open),
    };
}
