using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Csv;

/// <summary>One row of a <see cref="CsvTable"/>; <paramref name="Where"/> is its file and line.</summary>
internal sealed record CsvTableRow(string Where, IReadOnlyList<string> Values)
{
    private const int MaxIndexLength = 32;

    public string Symbol(int column) => Symbols.TryCanonical(Values[column], out var symbol) ? symbol
        : throw Fault($"found symbol '{Values[column]}'; expected a ticker such as AAPL or BRK-B");

    /// <summary>The name of an index, upper case: letters, digits and underscores.</summary>
    public string Index(int column)
    {
        var name = Values[column].ToUpperInvariant();
        var valid = name.Length is > 0 and <= MaxIndexLength && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');
        return valid ? name : throw Fault($"found index '{Values[column]}'; expected a name such as SP500");
    }

    public DateOnly Date(int column) =>
        DateOnly.TryParseExact(Values[column], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
            : throw Fault($"found date '{Values[column]}'; expected a date such as 2024-11-08");

    /// <summary>A time of day.</summary>
    public TimeOnly Time(int column) =>
        TimeOnly.TryParseExact(Values[column], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time
            : throw Fault($"found time '{Values[column]}'; expected one such as 13:00");

    public DataUnfitException Fault(string fault) => new($"{Where}: {fault}");
}
