using Apache.Arrow;

namespace QuantMatrix.Model;

/// <summary>The names of a bar's fields, spelled once for schemas, queries, CSV headers and messages.</summary>
public static class BarField
{
    public const string Symbol = "symbol";
    public const string Date = "date";
    public const string Open = "open";
    public const string High = "high";
    public const string Low = "low";
    public const string Close = "close";
    public const string AdjClose = "adj_close";
    public const string Volume = "volume";
    public const string Source = "source";

    /// <summary>The stored values of a bar: the indicator inputs, in panel order, and the first columns after the key of a row of <c>features</c>.</summary>
    public static readonly IReadOnlyList<string> All = [Open, High, Low, Close, Volume];

    /// <summary>The same with the total-return close, which is computed: the values of a bar in the order of <c>price_data</c> and of CSV files.</summary>
    public static readonly IReadOnlyList<string> Shown = [Open, High, Low, Close, AdjClose, Volume];

    /// <summary>The first columns of a CSV of bars: date, then the values.</summary>
    public static readonly string CsvHeader = string.Join(',', Shown.Prepend(Date));

    /// <summary>The Arrow column of a field.</summary>
    public static Field Column(string field) => ArrowColumns.Field(field, TypeOf(field), nullable: false);

    private static ColumnType TypeOf(string field) => field switch
    {
        Symbol or Source => ColumnType.Text,
        Date => ColumnType.Date,
        Volume => ColumnType.Whole,
        _ => ColumnType.Number,
    };
}
