using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>A column of a table and the attributes it is read from.</summary>
/// <param name="Attributes">The first one with a value counts; <c>a+b</c> is a date and its time.</param>
internal sealed record FlexColumn(TableColumn Shape, IReadOnlyList<string> Attributes)
{
    public FlexFormat Form { get; init; }

    /// <summary>Of a <see cref="FlexFormat.Rest"/>: the attributes that are amounts of it.</summary>
    public Func<string, bool> IsRest { get; init; } = _ => false;

    public string Name => Shape.Name;

    /// <summary>The same, and a row without it is an error.</summary>
    public FlexColumn Required() => this with { Shape = Shape with { Required = true } };

    /// <param name="from">The attributes; the column's name in the broker's spelling when not given.</param>
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
        Text(name, $"{meaning}; made of the row's content where the broker gives none", from).Required() with { Form = FlexFormat.Id };

    public static FlexColumn Rest(string name, string meaning, Func<string, bool> isRest) =>
        new(new(name, ColumnType.Amount, meaning), []) { Form = FlexFormat.Rest, IsRest = isRest };

    private static FlexColumn Of(string name, ColumnType type, string meaning, string[] from) => new(new(name, type, meaning), from is [] ? [Camel(name)] : from);

    /// <summary><c>fx_rate_to_base</c> is <c>fxRateToBase</c>.</summary>
    private static string Camel(string name)
    {
        var words = name.Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
    }
}
