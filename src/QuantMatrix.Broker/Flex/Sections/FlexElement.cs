using System.Xml;
using QuantMatrix.Broker.Flex.Reader;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>Position of an attribute's value in its element, and of the time that belongs to a date; −1 for none.</summary>
internal readonly record struct AttributeIndex(int Value, int Time);

/// <summary>An element whose attributes become rows of one or more tables; holds the attribute values of the current row.</summary>
internal sealed class FlexElement
{
    private const int Ignored = -1, Remaining = -2, Unknown = -3, Account = -4;

    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);
    private readonly HashSet<string> ignored;
    private readonly string?[] values;
    private readonly AttributeIndex level, currency, category, symbol, exchange, reportDate;
    private readonly AttributeIndex[] opening;
    private readonly List<FlexColumn> remainders;
    private readonly List<(string Name, int Index)> order = [];
    private decimal remainder;
    private int next;

    /// <param name="sections">Sections that read this element.</param>
    /// <param name="ignored">Known attributes that are not stored.</param>
    public FlexElement(IReadOnlyList<FlexSection> sections, HashSet<string> ignored)
    {
        (Sections, this.ignored) = (sections, ignored);
        var read = sections.SelectMany(s => s.Columns).SelectMany(c => c.Attributes).SelectMany(a => a.Split('+'));
        foreach (var name in read.Concat(["currency", "assetCategory", "symbol", "listingExchange", "reportDate", FlexSection.Level]))
            indices.TryAdd(name, indices.Count);
        values = new string?[indices.Count];
        (level, currency, category) = (IndexOf(FlexSection.Level), IndexOf("currency"), IndexOf("assetCategory"));
        (symbol, exchange) = (IndexOf("symbol"), IndexOf("listingExchange"));
        reportDate = IndexOf("reportDate");
        opening = sections[0].Element == FlexLot.Element ? [.. FlexLot.Attributes.Select(IndexOf)] : [];
        remainders = [.. sections.SelectMany(s => s.Columns).Where(c => c.Format == FlexFormat.Remainder)];
    }

    public IReadOnlyList<FlexSection> Sections { get; }

    public int Line { get; private set; }

    public string? Level => FlexLot.LevelOf(this[level], opening.Select(o => this[o]));

    /// <summary>A total over sibling rows, which belongs to no account: the broker writes a dash.</summary>
    public bool IsTotal { get; private set; }

    /// <summary>The account that the row names; null for none, or for a total.</summary>
    public string? NamedAccount { get; private set; }

    public string? Currency => this[currency];

    public string? AssetCategory => this[category];

    public string? ReportDate => this[reportDate];

    public string? Symbol => this[symbol];

    public string? Exchange => this[exchange];

    /// <summary>Sum of the amounts that no column reads by name.</summary>
    public decimal Remainder => remainder;

    /// <summary>The reason one of those amounts is unreadable, or null.</summary>
    public string? RemainderError { get; private set; }

    /// <summary>An attribute's value; a date with its time when both are present.</summary>
    public string? this[AttributeIndex index] =>
        values[index.Value] is { } value && index.Time >= 0 && values[index.Time] is { } time ? $"{value};{time}" : values[index.Value];

    /// <param name="attribute">An attribute of a column: a name, or <c>date+time</c>.</param>
    public AttributeIndex IndexOf(string attribute) =>
        attribute.Split('+') is [var date, var time] ? new(indices[date], indices[time]) : new(indices[attribute], -1);

    public void Begin(int line)
    {
        (Line, remainder, next, IsTotal, NamedAccount, RemainderError) = (line, 0, 0, false, null, null);
        Array.Clear(values);
    }

    /// <summary>Reads the attribute at the reader's position.</summary>
    /// <returns>False for an unknown attribute.</returns>
    public bool TryRead(XmlReader xml)
    {
        var index = NextIndex(xml.LocalName);
        if (index >= 0) values[index] = FlexText.Value(xml.Value);
        else if (index == Remaining) return TryAddRemainder(xml.LocalName, xml.Value);
        else if (index == Account) (IsTotal, NamedAccount) = (xml.Value == "-", FlexText.Value(xml.Value));
        return index != Unknown;
    }

    /// <summary>Rows repeat the attribute order and a reader interns names, so comparing with the previous row finds most indices without a lookup.</summary>
    private int NextIndex(string name)
    {
        var at = next++;
        if (at < order.Count && ReferenceEquals(order[at].Name, name)) return order[at].Index;
        if (!indices.TryGetValue(name, out var index)) indices.Add(name, index = Classify(name));
        if (at < order.Count) order[at] = (name, index);
        else order.Add((name, index));
        return index;
    }

    /// <summary>In an element with a remainder, an attribute outside the sum is a component of another amount.</summary>
    private int Classify(string name) => name == "accountId" ? Account
        : ignored.Contains(name) ? Ignored
        : remainders.Count == 0 ? Unknown
        : remainders.Exists(c => c.IsRemainder(name)) ? Remaining : Ignored;

    /// <summary>A new attribute may be text; one that starts like a number must be a number.</summary>
    private bool TryAddRemainder(string name, string text)
    {
        if (FlexText.Value(text) is not { } value) return true;
        if (FlexText.TryNumber(value, out var number)) remainder += number;
        else if (value[0] is '-' or '.' or (>= '0' and <= '9')) RemainderError ??= $"{name}: found '{value}'; expected a number like -1234.56";
        else return false;
        return true;
    }
}
