using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>One value of a row, in the type of its column.</summary>
internal readonly record struct FlexCell(bool HasValue, string? Text = null, decimal Number = 0, long Whole = 0)
{
    /// <summary>Text that is the same for the same value in every statement; input to the content hash of a row.</summary>
    public string Canonical => !HasValue ? "" : Text ?? (Whole != 0 ? Whole.ToString(CultureInfo.InvariantCulture) : FlexNumber.Short(Number));
}

/// <summary>Converts the attributes of a section's rows to column values.</summary>
internal sealed class FlexCells
{
    private const int HashBytes = 8;

    private readonly FlexSection section;
    private readonly AccountStatement statement;
    private readonly FlexReadSummary summary;
    private readonly FlexStatementFacts facts;
    private readonly FlexColumn[] columns;
    private readonly int[] parts;
    private readonly AttributeIndex[][] indices;
    private readonly Dictionary<string, int> idCounts = [];
    private readonly Dictionary<bool, IReadOnlyList<string>> omitted = [];

    public FlexCells(FlexSection section, FlexElement element, FlexStatementFacts facts, FlexReadSummary summary)
    {
        (this.section, this.facts, statement, this.summary) = (section, facts, facts.Statement, summary);
        columns = [.. section.Columns];
        parts = [.. (section.Sum?.Parts(section) ?? []).Select(c => IndexOf(c.Name))];
        indices = [.. columns.Select(c => c.Attributes.Select(element.IndexOf).ToArray())];
        Values = new FlexCell[columns.Length];
    }

    /// <summary>Values of the row read last, in column order.</summary>
    public FlexCell[] Values { get; }

    /// <returns>The reason the row is unreadable, or null.</returns>
    public string? Read(FlexElement row)
    {
        for (var i = 0; i < Values.Length; i++)
            if (Read(columns[i], indices[i], row, ref Values[i]) is { } error) return error;
        for (var i = 0; i < Values.Length; i++)
            if (columns[i].Format == FlexFormat.Id) Values[i] = new(true, IdOf(Values[i]));
            else if (columns[i].Format == FlexFormat.NotChecked) Values[i] = NotChecked(row) is { } why ? new(true, why) : default;
        return null;
    }

    private string? Read(FlexColumn column, AttributeIndex[] attributes, FlexElement row, ref FlexCell cell)
    {
        cell = default;
        switch (column.Format)
        {
            case FlexFormat.Account: cell = new(true, facts.AccountOf(row.NamedAccount)); return null;
            case FlexFormat.Generated: cell = new(true, Whole: statement.Generated.Ticks); return null;
            case FlexFormat.Remainder: return row.RemainderError ?? Fit(column.Name, $"{row.Remainder}", row.Remainder, ref cell);
            case FlexFormat.Ticker: cell = FlexTicker.Of(row) is { } ticker ? new(true, ticker) : default; return null;
            case FlexFormat.Model: cell = new(true, ""); break;
            case FlexFormat.FirstDay: cell = new(true, Whole: statement.From.DayNumber); break;
            case FlexFormat.LastDay: cell = new(true, Whole: statement.To.DayNumber); break;
        }
        for (var i = 0; i < attributes.Length; i++)
            if (row[attributes[i]] is { } text) return Parse(column, column.Attributes[i], text, row, ref cell);
        if (column.Format == FlexFormat.Rate && facts.Rates.Of(row.Currency, DayOf(row)) is { } rate) cell = new(true, Number: rate);
        return cell.HasValue || !column.Shape.Required || column.Format == FlexFormat.Id ? null
            : $"{column.Attributes[0]}: missing; enable it in the query";
    }

    private string? Parse(FlexColumn column, string attribute, string text, FlexElement row, ref FlexCell cell)
    {
        switch (column.Shape.Type)
        {
            case ColumnType.Text:
                cell = new(true, Normalize(column.Format, text, row));
                return null;
            case ColumnType.Amount:
                return FlexText.TryNumber(text, isSum: attribute.Contains('+'), out var number) ? Fit(attribute, text, number, ref cell)
                    : Expected("a number like -1234.56");
            case ColumnType.Date:
                if (!FlexText.TryDate(text, facts.Order, out var date)) return Expected("a date like 20240131, 2024-01-31, 01/31/2024 or 31-JAN-24");
                cell = new(true, Whole: date.DayNumber);
                return null;
            case ColumnType.ClockTime:
                if (!FlexText.TryClock(text, facts.Order, out var clock)) return Expected("a date and a time like 20240131;093000");
                cell = new(true, Whole: clock.Ticks);
                return null;
            default:
                if (!long.TryParse(text, NumberStyles.None, null, out var whole)) return Expected("an integer");
                cell = new(true, Whole: whole);
                return null;
        }

        string Expected(string form) => $"{attribute}: found '{text}'; expected {form}";
    }

    private DateOnly DayOf(FlexElement row) => row.ReportDate is { } text && FlexText.TryDate(text, facts.Order, out var day) ? day : statement.To;

    private string? NotChecked(FlexElement row)
    {
        var isBase = row.Currency == Balances.Base;
        if (!omitted.TryGetValue(isBase, out var fields)) omitted.Add(isBase, fields = section.Sum!.Omitted(section, facts.Content, isBase));
        return section.Sum!.NotChecked(section, fields, Values[IndexOf(section.Sum.Total)].Number - parts.Sum(i => Values[i].Number));
    }

    private static string? Fit(string attribute, string text, decimal number, ref FlexCell cell)
    {
        var fits = FlexNumber.TryFit(number, out var fitted);
        cell = new(true, Number: fitted);
        return fits ? null : $"{attribute}: found {text}; expected at most 16 digits before the decimal point";
    }

    private string Normalize(FlexFormat format, string text, FlexElement row) => format switch
    {
        FlexFormat.CashType => CashType(CashTransactions.Normalize(text)),
        FlexFormat.Symbol when row.AssetCategory == FlexTicker.Equity && Symbols.TryCanonical(text, out var symbol) => symbol,
        _ => text,
    };

    private string CashType(string type)
    {
        if (!CashTransactions.Types.Contains(type)) summary.AddUnknown($"cash type '{type}'");
        return type;
    }

    private string IdOf(FlexCell cell) =>
        !cell.HasValue ? ContentId() : section.RowRetention == RowRetention.UntilNextReport ? NumberedId(cell.Text!) : cell.Text!;

    /// <summary>A hash of the identity columns, the same in every statement; a counter separates equal rows of one statement.</summary>
    private string ContentId()
    {
        var content = string.Join('\n', section.Identity.Select(name => Values[IndexOf(name)].Canonical));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, HashBytes));
        var count = Count(hash);
        return count == 1 ? MadeId.Prefix + hash : $"{MadeId.Prefix}{hash}:{count}";
    }

    /// <summary>Adds a counter when one transaction opened several lots with no other difference; the lots are always replaced together.</summary>
    private string NumberedId(string id)
    {
        var key = section.Key.Where(k => columns[IndexOf(k)].Format != FlexFormat.Id).Select(k => Values[IndexOf(k)].Canonical).Prepend(id);
        var count = Count(string.Join('\n', key));
        return count == 1 ? id : $"{id}:{count}";
    }

    private int Count(string key) => idCounts[key] = idCounts.GetValueOrDefault(key) + 1;

    private int IndexOf(string name)
    {
        for (var i = 0; i < columns.Length; i++)
            if (columns[i].Name == name) return i;
        throw new ArgumentException($"{section.Name} has no column {name}");
    }
}
