using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>A table column and the attributes it is read from.</summary>
/// <param name="Attributes">The first one with a value counts; <c>a+b</c> is a date and its time, or the sum of two amounts.</param>
internal sealed record FlexColumn(TableColumn Shape, IReadOnlyList<string> Attributes)
{
    public FlexFormat Format { get; init; }

    /// <summary>For <see cref="FlexFormat.Remainder"/>: selects the attributes that are summed.</summary>
    public Func<string, bool> IsRemainder { get; init; } = _ => false;

    public string Name => Shape.Name;

    /// <summary>The same column, without which a row is unreadable.</summary>
    public FlexColumn Required() => this with { Shape = Shape with { Required = true } };

    /// <param name="from">The attributes; by default the column name in the broker's spelling.</param>
    public static FlexColumn Text(string name, string meaning, params string[] from) => Of(name, ColumnType.Text, meaning, from);

    /// <inheritdoc cref="Text"/>
    public static FlexColumn Number(string name, string meaning, params string[] from) => Of(name, ColumnType.Amount, meaning, from);

    /// <inheritdoc cref="Text"/>
    public static FlexColumn Date(string name, string meaning, params string[] from) => Of(name, ColumnType.Date, meaning, from);

    /// <inheritdoc cref="Text"/>
    public static FlexColumn Clock(string name, string meaning, params string[] from) => Of(name, ColumnType.ClockTime, meaning, from);

    /// <inheritdoc cref="Text"/>
    public static FlexColumn Whole(string name, string meaning, params string[] from) => Of(name, ColumnType.Whole, meaning, from);

    /// <inheritdoc cref="Text"/>
    public static FlexColumn Id(string name, string meaning, params string[] from) =>
        Text(name, $"{meaning}; a hash of the row's content when the broker provides none", from).Required() with { Format = FlexFormat.Id };

    public static FlexColumn Remainder(string name, string meaning, Func<string, bool> isRemainder) =>
        new(new(name, ColumnType.Amount, meaning), []) { Format = FlexFormat.Remainder, IsRemainder = isRemainder };

    /// <summary>Why the sum of the row cannot be checked.</summary>
    public static FlexColumn NotChecked() =>
        new(new("not_checked", ColumnType.Text, "Fields that the query omits, without which the sum cannot be checked; null when it can"), [])
        { Format = FlexFormat.NotChecked };

    private static FlexColumn Of(string name, ColumnType type, string meaning, string[] from) =>
        new(new(name, type, meaning), from is [] ? [CamelCase(name)] : from);

    /// <summary><c>fx_rate_to_base</c> becomes <c>fxRateToBase</c>.</summary>
    private static string CamelCase(string name)
    {
        var words = name.Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
    }
}

/// <summary>How a column value is derived from the attributes of a row.</summary>
internal enum FlexFormat
{
    /// <summary>As written, parsed to the column type.</summary>
    Plain,

    /// <summary>The account that the row names if the report has a statement of it, otherwise the account of the statement.</summary>
    Account,

    /// <summary>The model portfolio of the row; empty without one.</summary>
    Model,

    /// <summary>When the statement was generated.</summary>
    Generated,

    /// <summary>As written; the statement's first day when the row has none.</summary>
    FirstDay,

    /// <summary>As written; the statement's last day when the row has none.</summary>
    LastDay,

    /// <summary>As written; otherwise the statement's exchange rate of the row's currency on its day.</summary>
    Rate,

    /// <summary>Why the sum of the row cannot be checked; null when it can.</summary>
    NotChecked,

    /// <summary>Ticker of a tracked equity.</summary>
    Ticker,

    /// <summary>As written; without one, a hash of the row's content that is the same in every statement.</summary>
    Id,

    /// <summary>Canonical ticker of an equity, any other symbol as written.</summary>
    Symbol,

    /// <summary>A cash transaction type, in the broker's current spelling.</summary>
    CashType,

    /// <summary>Sum of all amounts that no other column reads.</summary>
    Remainder,
}
