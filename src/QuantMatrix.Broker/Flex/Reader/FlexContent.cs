using System.Xml;
using QuantMatrix.Broker.Flex.Sections;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>What a statement contains: its sections, and per element the attributes and levels of detail of its rows.</summary>
/// <remarks>
/// The broker writes an empty section for one that is in the query and has no rows, and an empty attribute for a chosen field without a value.
/// </remarks>
internal sealed class FlexContent
{
    private readonly HashSet<string> sections = [];
    private readonly Dictionary<(string Section, string Element), FlexFields> rows = [];

    /// <summary>Sections in the query.</summary>
    public IReadOnlySet<string> Sections => sections;

    /// <summary>The fields of the rows of a section; null without such a row.</summary>
    /// <param name="section">Empty for a top-level element.</param>
    public FlexFields? Rows(string section, string element) => rows.GetValueOrDefault((section, element));

    /// <summary>The names of the rows of a section.</summary>
    public IEnumerable<string> ElementsOf(string section) => rows.Keys.Where(k => k.Section == section).Select(k => k.Element);

    public void AddSection(string name) => sections.Add(name);

    /// <summary>Adds the row at the reader's position.</summary>
    /// <returns>Its level of detail.</returns>
    public string? AddRow(string section, XmlReader xml)
    {
        if (!rows.TryGetValue((section, xml.LocalName), out var fields)) rows.Add((section, xml.LocalName), fields = new());
        return fields.Add(xml);
    }
}

/// <summary>The attributes, levels of detail and asset categories of the rows of one element.</summary>
internal sealed class FlexFields
{
    private readonly HashSet<string> names = [];
    private readonly HashSet<string> levels = [], categories = [];
    private readonly List<string> order = [];

    /// <summary>Levels of detail; empty text for a row without one.</summary>
    public IReadOnlySet<string> Levels => levels;

    /// <summary>Asset categories of open positions.</summary>
    public IReadOnlySet<string> Categories => categories;

    /// <summary>Whether a field is in the query.</summary>
    /// <param name="field">A name; <c>a+b</c> for two that replace it together.</param>
    public bool Has(string field) => field.Split('+').All(names.Contains);

    public bool HasAny(params IEnumerable<string> fields) => fields.Any(Has);

    /// <returns>The level of detail.</returns>
    public string? Add(XmlReader xml)
    {
        for (var i = 0; xml.MoveToNextAttribute(); i++) AddName(xml.LocalName, i);
        xml.MoveToElement();
        var level = FlexLot.LevelOf(xml);
        levels.Add(level ?? "");
        if (xml.LocalName == FlexLot.Element && FlexText.Value(xml.GetAttribute("assetCategory")) is { } category) categories.Add(category);
        return level;
    }

    /// <summary>Rows repeat the attribute order and a reader interns names, so most names need no lookup.</summary>
    private void AddName(string name, int at)
    {
        if (at < order.Count && ReferenceEquals(order[at], name)) return;
        if (at < order.Count) order[at] = name;
        else order.Add(name);
        names.Add(name);
    }
}

/// <summary>The level of detail of a row. When the query omits it, an open position with a value for its opening is a lot.</summary>
internal static class FlexLot
{
    public const string Level = "LOT", Element = "OpenPosition";

    public static IReadOnlyList<string> Attributes { get; } = ["originatingTransactionID", "openDateTime"];

    /// <param name="named">The level that the row names, or null.</param>
    /// <param name="opening">The values of <see cref="Attributes"/>; none for another element.</param>
    public static string? LevelOf(string? named, IEnumerable<string?> opening) => named ?? (opening.Any(value => value is not null) ? Level : null);

    public static string? LevelOf(XmlReader xml) => LevelOf(FlexText.Value(xml.GetAttribute(FlexSection.Level)),
        xml.LocalName == Element ? Attributes.Select(name => FlexText.Value(xml.GetAttribute(name))) : []);
}
