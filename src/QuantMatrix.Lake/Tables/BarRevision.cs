using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>A row of <c>bar_revisions</c>, the restatement ledger: one stored value that a newer fetch replaced.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="Field">One of <see cref="BarField.Stored"/>.</param>
/// <param name="Old">The replaced value; NaN for none.</param>
/// <param name="New">The new value; NaN for none.</param>
/// <param name="Class">Why it changed: <see cref="Correction"/>, <see cref="Rebase"/> or <see cref="Dividend"/>.</param>
/// <param name="Provider">The source of the new value.</param>
public sealed record BarRevision(string Symbol, int Day, string Field, double Old, double New, string Class, string Provider, string RunId)
{
    /// <summary>The provider corrected individual bars.</summary>
    public const string Correction = "revision";

    /// <summary>All prices before a split were divided by its ratio.</summary>
    public const string Rebase = "rebase";

    /// <summary>Total-return closes were recomputed for a dividend.</summary>
    public const string Dividend = "dividend";

    public static readonly RowTable<BarRevision> Table = new("bar_revisions",
        new RowColumns<BarRevision>().Text(BarField.Symbol, r => r.Symbol).Date(BarField.Date, r => r.Day).Text("field", r => r.Field)
            .Number("old", r => r.Old).Number("new", r => r.New).Text("class", r => r.Class).Text("provider", r => r.Provider).Text("run_id", r => r.RunId),
        row => new(row.Text(0), row.Date(1), row.Text(2), row.Number(3), row.Number(4), row.Text(5), row.Text(6), row.Text(7)));
}
