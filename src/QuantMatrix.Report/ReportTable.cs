using System.Globalization;

namespace QuantMatrix.Report;

/// <summary>Rows of a query, as the pages receive them.</summary>
public sealed class ReportTable(IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows)
{
    private readonly Dictionary<string, int> places = columns.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i);

    public static ReportTable Empty { get; } = new([], []);

    public int Count => rows.Count;

    public bool IsEmpty => rows.Count == 0;

    public IEnumerable<ReportRow> Rows => rows.Select(values => new ReportRow(this, values));

    /// <returns>-1 for a column the table lacks.</returns>
    internal int PlaceOf(string column) => places.GetValueOrDefault(column, -1);
}

/// <summary>One row; a column that the table lacks is null.</summary>
public readonly struct ReportRow(ReportTable table, object?[] values)
{
    public object? this[string column] => table.PlaceOf(column) is var place and >= 0 ? values[place] : null;

    public double? Number(string column) => this[column] switch
    {
        null or string or bool or DateOnly or DateTime => null,
        var value when Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) => number,
        _ => null,
    };

    public long Count(string column) => (long)(Number(column) ?? 0);

    public string Text(string column) => this[column]?.ToString() ?? "";

    public bool Flag(string column) => this[column] is true;

    public DateOnly? Date(string column) => this[column] switch
    {
        DateOnly date => date,
        DateTime time => DateOnly.FromDateTime(time),
        _ => null,
    };
}
