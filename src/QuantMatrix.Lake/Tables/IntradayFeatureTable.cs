using QuantMatrix.Model;
using static QuantMatrix.Model.IntradayField;

namespace QuantMatrix.Lake.Tables;

/// <summary>The table <c>intraday_features</c>: one row per symbol and session with 5-minute bars, partitioned by month.</summary>
/// <remarks>Its prices are stored as traded, as the bars are; the view divides them by the ratios of later splits.</remarks>
public static class IntradayFeatureTable
{
    private static readonly string[] Prices = [Vwap, OpeningRangeHigh, OpeningRangeLow];

    public static readonly RowTable<IntradayFeature> Table = new("intraday_features",
        new RowColumns<IntradayFeature>().Text(BarField.Symbol, r => r.Symbol).Date(BarField.Date, r => r.Day)
            .Number(Vwap, r => r.Vwap).Number(VwapDistance, r => r.VwapDistance)
            .Number(OpeningRangeHigh, r => r.OpeningRangeHigh).Number(OpeningRangeLow, r => r.OpeningRangeLow)
            .Number(OpeningRangeBreakout, r => r.OpeningRangeBreakout).Number(RelativeVolume, r => r.RelativeVolume)
            .Number(OvernightReturn, r => r.OvernightReturn).Number(IntradayReturn, r => r.IntradayReturn).Number(LastHourReturn, r => r.LastHourReturn)
            .Number(RealizedVolatility, r => r.RealizedVolatility).Whole("slots", r => r.Bars),
        row => new(row.Text(0), row.Date(1), row.Whole(12))
        {
            Vwap = row.Number(2), VwapDistance = row.Number(3), OpeningRangeHigh = row.Number(4), OpeningRangeLow = row.Number(5),
            OpeningRangeBreakout = row.Number(6), RelativeVolume = row.Number(7), OvernightReturn = row.Number(8), IntradayReturn = row.Number(9),
            LastHourReturn = row.Number(10), RealizedVolatility = row.Number(11),
        })
    {
        ViewColumns = $"b.* REPLACE ({string.Join(", ", Prices.Select(p => $"b.{p} / {PriceData5m.Factor} AS {p}"))})",
        Join = PriceData5m.WithFactors,
        PartitionFolder = PriceData5m.MonthFolder,
    };

    /// <summary>A table keyed by (symbol, date) with the columns of this one beside its own; NULL where there are no 5-minute bars.</summary>
    public static string Beside(string table) => $"{table} LEFT JOIN {Table.Name} USING (symbol, date)";
}
