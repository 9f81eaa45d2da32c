using Apache.Arrow;
using Apache.Arrow.Types;

namespace QuantMatrix.Model;

/// <summary>The Arrow form of <c>price_data</c>: symbol, date, OHLC, adj_close, volume, source.</summary>
public static class BarSchema
{
    /// <summary>Prices in the quote currency, split-adjusted; volume in shares; <c>adj_close</c> is the only nullable column.</summary>
    public static Schema Arrow { get; } = new Schema.Builder()
        .Field(new Field("symbol", ArrowColumns.Text, nullable: false))
        .Field(new Field("date", Date32Type.Default, nullable: false))
        .Field(new Field("open", DoubleType.Default, nullable: false))
        .Field(new Field("high", DoubleType.Default, nullable: false))
        .Field(new Field("low", DoubleType.Default, nullable: false))
        .Field(new Field("close", DoubleType.Default, nullable: false))
        .Field(new Field("adj_close", DoubleType.Default, nullable: true))
        .Field(new Field("volume", Int64Type.Default, nullable: false))
        .Field(new Field("source", ArrowColumns.Text, nullable: false))
        .Build();

    internal static RecordBatch Batch(Bars bars)
    {
        var (n, c) = (bars.Count, bars.Columns);
        return new RecordBatch(Arrow,
        [
            Symbols(bars),
            ArrowColumns.Dates(c.Day.AsMemory(0, n)),
            ArrowColumns.Doubles(c.Open.AsMemory(0, n)), ArrowColumns.Doubles(c.High.AsMemory(0, n)), ArrowColumns.Doubles(c.Low.AsMemory(0, n)),
            ArrowColumns.Doubles(c.Close.AsMemory(0, n)),
            ArrowColumns.Doubles(c.AdjClose.AsMemory(0, n)),
            ArrowColumns.Longs(c.Volume.AsMemory(0, n)),
            ArrowColumns.Dictionary(c.Source.AsSpan(0, n)),
        ], n);
    }

    private static DictionaryArray Symbols(Bars bars)
    {
        var codes = new int[bars.Count];
        for (var s = 0; s < bars.Symbols.Count; s++) codes.AsSpan(bars.RowsOf(s)).Fill(s);
        return ArrowColumns.Dictionary(codes, ArrowColumns.Texts(bars.Symbols));
    }
}
