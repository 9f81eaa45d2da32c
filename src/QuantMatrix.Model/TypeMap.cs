using Apache.Arrow.Types;

namespace QuantMatrix.Model;

/// <summary>What a table column holds. <see cref="TypeMap"/> gives its type in each store.</summary>
public enum ColumnType
{
    Text,
    Date,

    /// <summary>An instant.</summary>
    Time,

    /// <summary>A date and time of day in an unknown time zone.</summary>
    ClockTime,

    /// <summary>64-bit floating point, for computed values.</summary>
    Number,

    /// <summary>Exact decimal for money, prices and quantities on a broker's statement: up to 16 digits before the point and 12 after it.</summary>
    Amount,

    /// <summary>64-bit integer.</summary>
    Whole,

    /// <summary>32-bit integer.</summary>
    Count,
    Flag,
    Json,
}

/// <summary>The unit of a computed column: determines how values scale with prices and how they are stored.</summary>
public enum Unit
{
    /// <summary>Quote currency; scales with prices.</summary>
    Price,

    /// <summary>Percent; independent of the price level.</summary>
    Percent,

    /// <summary>An oscillator or dimensionless ratio; independent of the price level.</summary>
    Ratio,

    /// <summary>Multiples of the average true range.</summary>
    AverageTrueRanges,

    /// <summary>Shares, or an average of shares.</summary>
    Shares,

    /// <summary>Integer.</summary>
    Count,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>One of the column's labels.</summary>
    Label,
}

/// <summary>One row per column type: the only place where the types of Arrow, Parquet, DuckDB, Postgres and Iceberg are related to each other.</summary>
/// <param name="Arrow">The Arrow type; text may also be dictionary-encoded (<see cref="ArrowColumns.Text"/>).</param>
/// <param name="Parquet">The CLR type that declares a Parquet column.</param>
/// <param name="DuckDb">The name in DuckDB's own catalog.</param>
/// <param name="Postgres">The name in Postgres's information schema.</param>
/// <param name="Iceberg">The name in table metadata of Apache Iceberg.</param>
public sealed record TypeMap(ColumnType Type, IArrowType Arrow, Type Parquet, string DuckDb, string Postgres, string Iceberg)
{
    /// <summary>Total and fractional digits of an <see cref="ColumnType.Amount"/>.</summary>
    public const int AmountPrecision = 28, AmountScale = 12;

    public static IReadOnlyList<TypeMap> All { get; } =
    [
        new(ColumnType.Text, StringType.Default, typeof(string), "VARCHAR", "text", "string"),
        new(ColumnType.Date, Date32Type.Default, typeof(DateOnly), "DATE", "date", "date"),
        new(ColumnType.Time, new TimestampType(TimeUnit.Microsecond, "UTC"),
            typeof(DateTime), "TIMESTAMP WITH TIME ZONE", "timestamp with time zone", "timestamptz"),
        new(ColumnType.ClockTime, new TimestampType(TimeUnit.Microsecond, (string?)null),
            typeof(DateTime), "TIMESTAMP", "timestamp without time zone", "timestamp"),
        new(ColumnType.Number, DoubleType.Default, typeof(double), "DOUBLE", "double precision", "double"),
        new(ColumnType.Amount, new Decimal128Type(AmountPrecision, AmountScale), typeof(decimal), "DECIMAL(28,12)", "numeric", "decimal(28, 12)"),
        new(ColumnType.Whole, Int64Type.Default, typeof(long), "BIGINT", "bigint", "long"),
        new(ColumnType.Count, Int32Type.Default, typeof(int), "INTEGER", "integer", "int"),
        new(ColumnType.Flag, BooleanType.Default, typeof(bool), "BOOLEAN", "boolean", "boolean"),
        new(ColumnType.Json, StringType.Default, typeof(string), "JSON", "jsonb", "string"),
    ];

    public static TypeMap Of(ColumnType type) => All.First(t => t.Type == type);

    public static TypeMap Of(Unit unit) => Of(unit switch
    {
        Unit.Count => ColumnType.Count,
        Unit.Flag => ColumnType.Flag,
        Unit.Label => ColumnType.Text,
        _ => ColumnType.Number,
    });

    /// <exception cref="NotSupportedException">No column type is stored as this Arrow type.</exception>
    public static TypeMap Of(IArrowType type)
    {
        var plain = type is DictionaryType words ? words.ValueType : type;
        return All.FirstOrDefault(t => t.Arrow.TypeId == plain.TypeId) ?? throw new NotSupportedException($"Arrow type '{type.Name}' has no column type");
    }
}
