using System.Security.Cryptography;
using System.Text;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>Reads the values of one section's rows out of their attributes.</summary>
internal sealed class FlexCells
{
    private const int DigestBytes = 8;

    private readonly FlexSection section;
    private readonly AccountStatement statement;
    private readonly FlexReadSummary summary;
    private readonly FlexColumn[] columns;
    private readonly AttributeIndex[][] places;
    private readonly Dictionary<string, int> made = [];

    public FlexCells(FlexSection section, FlexElement element, AccountStatement statement, FlexReadSummary summary)
    {
        (this.section, this.statement, this.summary) = (section, statement, summary);
        columns = [.. section.Columns];
        places = [.. columns.Select(c => c.Attributes.Select(element.IndexOf).ToArray())];
        Values = new FlexCell[columns.Length];
    }

    /// <summary>In the order of the section's columns.</summary>
    public FlexCell[] Values { get; }

    /// <returns>Why the row cannot be read, or null.</returns>
    public string? Read(FlexElement from)
    {
        for (var i = 0; i < Values.Length; i++)
            if (Read(columns[i], places[i], from, ref Values[i]) is { } fault) return fault;
        for (var i = 0; i < Values.Length; i++)
            if (columns[i].Format == FlexFormat.Id) Values[i] = new(true, !Values[i].HasValue ? Made() : section.RowRetention == RowRetention.UntilNextReport ? Numbered(Values[i].Text!) : Values[i].Text);
        return null;
    }

    private string? Read(FlexColumn column, AttributeIndex[] places, FlexElement from, ref FlexCell cell)
    {
        cell = default;
        switch (column.Format)
        {
            case FlexFormat.Account: cell = new(true, statement.Account); return null;
            case FlexFormat.Generated: cell = new(true, Whole: statement.Generated.Ticks); return null;
            case FlexFormat.Remainder: return from.RemainderError ?? Fit(column.Name, $"{from.Remainder}", from.Remainder, ref cell);
            case FlexFormat.Ticker: cell = FlexTicker.Of(from) is { } ticker ? new(true, ticker) : default; return null;
            case FlexFormat.LastDay: cell = new(true, Whole: statement.To.DayNumber); break;
        }
        for (var i = 0; i < places.Length; i++)
            if (from[places[i]] is { } text) return Parse(column, column.Attributes[i], text, from, ref cell);
        return cell.HasValue || !column.Shape.Required || column.Format == FlexFormat.Id ? null : $"{column.Attributes[0]}: found none; expected one, choose it in the query";
    }

    private string? Parse(FlexColumn column, string attribute, string text, FlexElement from, ref FlexCell cell)
    {
        switch (column.Shape.Type)
        {
            case ColumnType.Amount when FlexText.TryNumber(text, out var number):
                return Fit(attribute, text, number, ref cell);
            case ColumnType.Date when FlexText.TryDate(text, out var date):
                cell = new(true, Whole: date.DayNumber);
                return null;
            case ColumnType.ClockTime when FlexText.TryClock(text, out var clock):
                cell = new(true, Whole: clock.Ticks);
                return null;
            case ColumnType.Whole when long.TryParse(text, System.Globalization.NumberStyles.None, null, out var whole):
                cell = new(true, Whole: whole);
                return null;
            case ColumnType.Text:
                cell = new(true, Formed(column.Format, text, from));
                return null;
            default:
                return $"{attribute}: found '{text}'; expected {Expected(column.Shape.Type)}";
        }
    }

    private static string? Fit(string attribute, string text, decimal number, ref FlexCell cell)
    {
        var fits = FlexNumber.TryFit(number, out var fitted);
        cell = new(true, Number: fitted);
        return fits ? null : $"{attribute}: found {text}; expected at most 16 digits before the point";
    }

    private string Formed(FlexFormat form, string text, FlexElement from) => form switch
    {
        FlexFormat.CashType => CashType(CashTransactions.Normalize(text)),
        FlexFormat.Symbol when from.AssetCategory == FlexTicker.Equity && Symbols.TryCanonical(text, out var symbol) => symbol,
        _ => text,
    };

    private string CashType(string type)
    {
        if (!CashTransactions.Types.Contains(type)) summary.AddUnknown($"cash of type '{type}'");
        return type;
    }

    private static string Expected(ColumnType type) => type switch
    {
        ColumnType.Amount => "a number like -1234.56",
        ColumnType.Date => "a date like 20240131, 2024-01-31, 01/31/2024 or 31-JAN-24",
        ColumnType.ClockTime => "a date and a time like 20240131;093000",
        _ => "a whole number",
    };

    /// <summary>The same for the same row in every statement; of equal rows in one statement each has its own.</summary>
    private string Made()
    {
        var words = string.Join('\n', section.Identity.Select(name => Values[Place(name)].Words));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)).AsSpan(0, DigestBytes));
        var count = made[digest] = made.GetValueOrDefault(digest) + 1;
        return count == 1 ? $"content:{digest}" : $"content:{digest}:{count}";
    }

    /// <summary>One transaction may have opened several lots that are told apart by nothing else; all of them are replaced together.</summary>
    private string Numbered(string id)
    {
        var key = string.Join('\n', section.Key.Where(k => columns[Place(k)].Format != FlexFormat.Id).Select(k => Values[Place(k)].Words).Prepend(id));
        var count = made[key] = made.GetValueOrDefault(key) + 1;
        return count == 1 ? id : $"{id}:{count}";
    }

    private int Place(string name)
    {
        for (var i = 0; i < columns.Length; i++)
            if (columns[i].Name == name) return i;
        throw new ArgumentException($"{section.Name} has no column {name}");
    }
}
