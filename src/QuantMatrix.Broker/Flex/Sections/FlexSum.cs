using QuantMatrix.Broker.Flex.Reader;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>The amounts of a row that add up to its total, and the fields without which that cannot be checked.</summary>
/// <param name="Total">The column of the total.</param>
/// <param name="FirstPart">The first of the parts, which are consecutive amounts.</param>
/// <param name="LastPart">The last of them.</param>
internal sealed record FlexSum(string Total, string FirstPart, string LastPart)
{
    private const decimal Tolerance = 0.005m;
    private const int MaxNames = 10;

    /// <summary>Columns without which the sum says nothing.</summary>
    public IReadOnlyList<string> Core { get; init; } = [];

    /// <summary>Columns that the total alone has, in base currency.</summary>
    public IReadOnlyList<string> InBaseOnly { get; init; } = [];

    /// <summary>Fields of the remainder that may explain a difference.</summary>
    public IReadOnlyList<string> MoreFields { get; init; } = [];

    /// <summary>Fields that may explain a difference of an account with positions of an asset category.</summary>
    public IReadOnlyList<(string Field, string Category)> FieldsOf { get; init; } = [];

    /// <summary>Why the sum of a row cannot be checked; null when it can: it holds, or the query omits nothing that may explain the difference.</summary>
    /// <param name="omitted">By <see cref="Omitted"/>.</param>
    /// <param name="difference">The total less its parts.</param>
    public string? NotChecked(FlexSection section, IReadOnlyList<string> omitted, decimal difference)
    {
        var core = Core.Any(name => omitted.Contains(FieldOf(section, name)));
        if (omitted.Count == 0 || (!core && Math.Abs(difference) <= Tolerance)) return null;
        var more = omitted.Count > MaxNames ? $", … and {omitted.Count - MaxNames} more" : "";
        return FlexNeeds.Advice($"{section.Container} has no {string.Join(", ", omitted.Take(MaxNames))}{more}", omitted.Count);
    }

    /// <summary>The columns of the parts.</summary>
    public IEnumerable<FlexColumn> Parts(FlexSection section)
    {
        var columns = section.Columns.ToList();
        var (first, last) = (columns.FindIndex(c => c.Name == FirstPart), columns.FindIndex(c => c.Name == LastPart));
        return columns[first..(last + 1)];
    }

    /// <summary>The fields that the query omits, of those that the sum needs or that may explain a difference.</summary>
    /// <param name="isBase">For the row of the total in base currency.</param>
    public IReadOnlyList<string> Omitted(FlexSection section, FlexContent content, bool isBase)
    {
        var fields = content.Rows(section.Container, section.Element)!;
        var held = content.Rows("OpenPositions", FlexLot.Element)?.Categories;
        var columns = Core.Concat(Parts(section).Where(c => c.Format != FlexFormat.Remainder).Select(c => c.Name)).Append(Total).Distinct()
            .Where(name => isBase || !InBaseOnly.Contains(name)).Select(name => section.Columns.Single(c => c.Name == name));
        return
        [
            .. columns.Where(c => !fields.HasAny(c.Attributes)).Select(c => c.Attributes[0]), .. MoreFields.Where(f => !fields.Has(f)),
            .. FieldsOf.Where(f => held is not null && held.Contains(f.Category) && !fields.Has(f.Field)).Select(f => f.Field),
        ];
    }

    private static string FieldOf(FlexSection section, string column) => section.Columns.Single(c => c.Name == column).Attributes[0];
}
