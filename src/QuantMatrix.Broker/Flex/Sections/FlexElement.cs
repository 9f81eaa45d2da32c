using System.Xml;
using QuantMatrix.Broker.Flex.Reader;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>An element whose attributes become rows of one or more tables, and the values of the one just read.</summary>
internal sealed class FlexElement
{
    private const int Unread = -1, Rest = -2, Unknown = -3, Owner = -4;

    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly HashSet<string> left;
    private readonly string?[] values;
    private readonly FlexLocation level, currency, category, symbol, exchange;
    private readonly List<FlexColumn> rests;
    private readonly List<(string Name, int Place)> order = [];
    private decimal rest;
    private int next;

    /// <param name="sections">Those of this element.</param>
    /// <param name="leftOut">Attributes that are known and not kept.</param>
    public FlexElement(IReadOnlyList<FlexSection> sections, HashSet<string> leftOut)
    {
        (Sections, left) = (sections, leftOut);
        foreach (var name in sections.SelectMany(s => s.Columns).SelectMany(c => c.Attributes).SelectMany(a => a.Split('+')).Concat(["currency", "assetCategory", "symbol", "listingExchange", FlexSection.Level]))
            places.TryAdd(name, places.Count);
        values = new string?[places.Count];
        (level, currency, category, symbol, exchange) = (PlaceOf(FlexSection.Level), PlaceOf("currency"), PlaceOf("assetCategory"), PlaceOf("symbol"), PlaceOf("listingExchange"));
        rests = [.. sections.SelectMany(s => s.Columns).Where(c => c.Form == FlexFormat.Rest)];
    }

    public IReadOnlyList<FlexSection> Sections { get; }

    public int Line { get; private set; }

    public string? Level => this[level];

    /// <summary>A sum over rows that stand beside it belongs to no account: the broker writes a dash.</summary>
    public bool IsSum { get; private set; }

    public string? Currency => this[currency];

    public string? AssetCategory => this[category];

    public string? Symbol => this[symbol];

    public string? Exchange => this[exchange];

    /// <summary>Why one of the amounts that no column takes by name cannot be read, or null.</summary>
    public string? RestFault { get; private set; }

    /// <summary>The sum of the amounts that no column takes by name.</summary>
    public decimal RestSum => rest;

    /// <summary>An attribute's value; of a date and its time both.</summary>
    public string? this[FlexLocation place] => values[place.Value] is { } value && place.Time >= 0 && values[place.Time] is { } time ? $"{value};{time}" : values[place.Value];

    /// <param name="attribute">One that a column is read from: a name, or <c>date+time</c>.</param>
    public FlexLocation PlaceOf(string attribute) => attribute.Split('+') is [var date, var time] ? new(places[date], places[time]) : new(places[attribute], -1);

    public void Begin(int line)
    {
        (Line, rest, next, IsSum, RestFault) = (line, 0, 0, false, null);
        Array.Clear(values);
    }

    /// <summary>Takes the attribute the reader stands at.</summary>
    /// <returns>False for one that nobody knows.</returns>
    public bool Take(XmlReader xml)
    {
        var place = NextPlace(xml.LocalName);
        if (place >= 0) values[place] = FlexText.Value(xml.Value);
        else if (place == Rest) return TakeRest(xml.LocalName, xml.Value);
        else if (place == Owner) IsSum = xml.Value == "-";
        return place != Unknown;
    }

    /// <summary>Rows have their attributes in one order, and a reader has one string for a name: a look at the row before finds most of them.</summary>
    private int NextPlace(string name)
    {
        var at = next++;
        if (at < order.Count && ReferenceEquals(order[at].Name, name)) return order[at].Place;
        if (!places.TryGetValue(name, out var place)) places.Add(name, place = NewPlaceOf(name));
        if (at < order.Count) order[at] = (name, place);
        else order.Add((name, place));
        return place;
    }

    /// <summary>Where amounts are summed, one that is no part of the sum is a part of another amount.</summary>
    private int NewPlaceOf(string name) => name == "accountId" ? Owner : left.Contains(name) ? Unread : rests.Count == 0 ? Unknown : rests.Exists(c => c.IsRest(name)) ? Rest : Unread;

    /// <summary>A new attribute may be a word; what begins like a number is meant as one.</summary>
    private bool TakeRest(string name, string text)
    {
        if (FlexText.Value(text) is not { } value) return true;
        if (FlexText.TryNumber(value, out var number)) rest += number;
        else if (value[0] is '-' or '.' or (>= '0' and <= '9')) RestFault ??= $"{name}: found '{value}'; expected a number like -1234.56";
        else return false;
        return true;
    }
}
