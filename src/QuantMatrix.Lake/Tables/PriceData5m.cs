using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>The table <c>price_data_5m</c>: 5-minute bars as traded, partitioned by month; its view divides by the ratios of later splits.</summary>
/// <remarks>Stored rows are never rebased. Each file is sorted by (symbol, date, slot); keys are unique over the files of a month.</remarks>
public static class PriceData5m
{
    public const string Name = "price_data_5m", Slot = "slot";

    private static readonly string[] Prices = [BarField.Open, BarField.High, BarField.Low, BarField.Close];

    /// <summary>By symbol, from one ex-date of a split to the next, the product of the ratios of the later ones.</summary>
    private const string Factors = """
        (SELECT symbol, coalesce(lag(date) OVER (PARTITION BY symbol ORDER BY date), DATE '0001-01-01') AS from_date, date AS to_date,
            product(ratio) OVER (PARTITION BY symbol ORDER BY date ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS factor
        FROM (SELECT symbol, date, product(value) AS ratio FROM corporate_actions WHERE kind = 'split' AND status = 'applied' GROUP BY symbol, date))
        """;

    /// <summary>Joins rows <c>b</c> with the factor that puts their prices on today's basis.</summary>
    internal const string WithFactors = $"AS b LEFT JOIN {Factors} AS f ON b.symbol = f.symbol AND b.date >= f.from_date AND b.date < f.to_date";

    internal const string Factor = "coalesce(f.factor, 1)";

    public static readonly LakeTable Table = new(Name, new Schema(
        [
            BarField.Column(BarField.Symbol), BarField.Column(BarField.Date), ArrowColumns.Field(Slot, ColumnType.Count, nullable: false),
            .. BarField.All.Select(BarField.Column), BarField.Column(BarField.Source),
        ], null))
    {
        ViewColumns = $"b.symbol, b.date, b.slot, {string.Join(", ", Prices.Select(p => $"b.{p} / {Factor} AS {p}"))}, "
            + $"CAST(round(b.volume * {Factor}) AS BIGINT) AS volume, b.source",
        Join = WithFactors,
        IsArchive = true,
        PartitionFolder = MonthFolder,
    };

    /// <summary>The partition of a session: 202506 for June 2025.</summary>
    public static int MonthOf(DateOnly session) => session.Year * 100 + session.Month;

    /// <summary>The last day of a partition.</summary>
    public static DateOnly LastDay(int month) => new(month / 100, month % 100, DateTime.DaysInMonth(month / 100, month % 100));

    internal static string MonthFolder(int month) => FormattableString.Invariant($"month={month / 100}-{month % 100:00}");

    /// <summary>Bars as one batch of the table.</summary>
    /// <param name="series">In ordinal order of symbols; several of one symbol follow each other and do not overlap.</param>
    internal static RecordBatch ToArrow(IReadOnlyList<IntradaySeries> series)
    {
        var count = series.Sum(s => s.Bars.Count);
        var (symbols, sources) = (new string[count], new string[count]);
        var (days, slots, volumes) = (new int[count], new int[count], new long[count]);
        var prices = Prices.Select(_ => new double[count]).ToArray();
        var row = 0;
        foreach (var (symbol, bars, source) in series)
            foreach (var bar in bars)
            {
                (symbols[row], sources[row], days[row], slots[row], volumes[row]) = (symbol, source, bar.Day, bar.Slot, bar.Volume);
                (prices[0][row], prices[1][row], prices[2][row], prices[3][row]) = (bar.Open, bar.High, bar.Low, bar.Close);
                row++;
            }
        return new(Table.Schema,
        [
            ArrowColumns.Dictionary(symbols), ArrowColumns.Dates(days), ArrowColumns.Counts(slots), .. prices.Select(p => ArrowColumns.Doubles(p)),
            ArrowColumns.Longs(volumes), ArrowColumns.Dictionary(sources),
        ], count);
    }
}
