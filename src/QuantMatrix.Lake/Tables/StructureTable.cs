using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>The table <c>structure</c>: open gaps and unbroken trend lines of each symbol as of its newest session.</summary>
/// <remarks>
/// <c>low</c> to <c>high</c> is what is left of a gap; of a line, <c>from_date</c> and <c>first_price</c> are the first pivot and <c>price</c> is its value
/// at <c>date</c>. Sorted by symbol and kind; lines of a kind by touches, then by newest second pivot: the first is the one of <c>trend_*_level</c>.
/// </remarks>
public static class StructureTable
{
    public static readonly RowTable<PriceStructure> Table = new("structure",
        new RowColumns<PriceStructure>().Text(BarField.Symbol, r => r.Symbol).Date(BarField.Date, r => r.Day).Text("kind", r => r.Kind)
            .Date("from_date", r => r.FromDay).Date("to_date", r => r.Day).Number("low", r => r.Low).Number("high", r => r.High)
            .Number("price", r => r.Price).Whole("touches", r => r.Touches).Number("first_price", r => r.FirstPrice)
            .DateOrNone("second_date", r => r.SecondDay).Number("second_price", r => r.SecondPrice).Number("slope", r => r.Slope),
        row => new(row.Text(0), row.Date(1), row.Text(2), row.Date(3))
        {
            Low = row.Number(5), High = row.Number(6), Price = row.Number(7), Touches = (int)row.Whole(8), FirstPrice = row.Number(9),
            SecondDay = row.DateOrNone(10), SecondPrice = row.Number(11), Slope = row.Number(12),
        });
}
