using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>A row of <c>asked_depth</c>: the oldest session ever requested for a symbol.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
public sealed record FetchDepth(string Symbol, int Day, string RunId) : IKeyedRow
{
    string IKeyedRow.Key => Symbol;

    public static readonly RowTable<FetchDepth> Table = new("asked_depth",
        new RowColumns<FetchDepth>().Text(BarField.Symbol, r => r.Symbol).Date(BarField.Date, r => r.Day).Text("run_id", r => r.RunId),
        row => new(row.Text(0), row.Date(1), row.Text(2)));
}
