using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>Rows that <c>market_breadth</c> is counted from, one per symbol and session; named by receipts of parts, never by a manifest.</summary>
/// <remarks>The files are in that table's folder, where they are swept like its own. Other columns need another <see cref="LakeTable.Form"/>.</remarks>
internal static class BreadthRowTable
{
    public static readonly RowTable<BreadthRow> Table = new(BreadthTable.Table.Name,
        new RowColumns<BreadthRow>().Text(BarField.Symbol, r => r.Symbol).Date(BarField.Date, r => r.Day).Number("close", r => r.Close)
            .Number("sma_50", r => r.Sma50).Number("sma_200", r => r.Sma200).Number("change", r => r.Change)
            .Whole("is_high", r => r.IsHigh ? 1 : 0).Whole("is_low", r => r.IsLow ? 1 : 0).Whole("stage", r => r.Stage).Whole("bucket", r => r.Bucket),
        row => new(row.Text(0), row.Date(1))
        {
            Close = row.Number(2), Sma50 = row.Number(3), Sma200 = row.Number(4), Change = row.Number(5),
            IsHigh = row.Whole(6) == 1, IsLow = row.Whole(7) == 1, Stage = (int)row.Whole(8), Bucket = (int)row.Whole(9),
        })
    {
        Form = 1,
    };
}
