using System.Xml;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>The first pass over a statement: its header, what it contains, its base currency, and the evidence for the order of day and month.</summary>
internal sealed class FlexSurvey
{
    private const string Trades = "Trades";

    private readonly FlexSchema schema;
    private readonly string type;
    private readonly string? from, to, generated;
    private readonly HashSet<FlexSection> reported = [];
    private readonly HashSet<string> tables = [];
    private string section = "";

    /// <param name="xml">At the element of the statement.</param>
    /// <param name="type">The kind of report, an attribute of its root.</param>
    public FlexSurvey(XmlReader xml, FlexSchema schema, string type)
    {
        (this.schema, this.type, Account) = (schema, type, FlexText.Value(xml.GetAttribute("accountId")) ?? "");
        (from, to, generated) = (Header(xml, "fromDate"), Header(xml, "toDate"), Header(xml, "whenGenerated"));
    }

    public FlexContent Content { get; } = new();

    public FlexRates Rates { get; } = new();

    public SlashDates Dates { get; } = new();

    /// <summary>Empty when the header names none.</summary>
    public string Account { get; }

    /// <summary>File and line of the statement.</summary>
    public required string Place { get; init; }

    /// <summary>Adds a section, which may be a row itself.</summary>
    public void AddSection(XmlReader xml)
    {
        section = xml.LocalName;
        Content.AddSection(section);
        tables.UnionWith(FlexSchema.TablesIn(section));
        if (xml.HasAttributes) AddAttributes("", xml);
    }

    /// <summary>Adds a row of the section added last.</summary>
    public void AddRow(XmlReader xml)
    {
        var level = AddAttributes(section, xml);
        if (schema.Find(section, xml.LocalName) is not { } element) return;
        foreach (var table in element.Sections.Where(s => s.RowRetention != RowRetention.Always)) AddTable(table, level);
    }

    /// <summary>The header with what the statement contains.</summary>
    /// <param name="order">Null when it cannot be determined.</param>
    /// <exception cref="DataUnfitException">The header is incomplete.</exception>
    public AccountStatement Statement(DayOrder? order) => new(
        Account.Length > 0 ? Account : throw Unfit("FlexStatement: missing accountId"),
        Day("fromDate", from, order ?? default), Day("toDate", to, order ?? default), Clock(order ?? default))
    {
        Tables = [.. tables.Except(FlexNeeds.Unstorable(Content).Select(u => u.Table))],
        BaseCurrency = Rates.Base, HasTrades = Content.Sections.Contains(Trades), NotChecked = FlexNeeds.NotChecked(Content),
        Fault = FlexQueryKind.FaultOf(type, Content) is { } wrong ? new(wrong, IsQuery: true)
            : order is null ? new(Dates.Ambiguity, IsQuery: false) : null,
    };

    /// <returns>The level of detail.</returns>
    private string? AddAttributes(string container, XmlReader xml)
    {
        Rates.Add(xml);
        Dates.Add(xml);
        return Content.AddRow(container, xml);
    }

    /// <summary>A section with rows at other levels of detail only does not report its table; that differs from reporting an empty one.</summary>
    private void AddTable(FlexSection table, string? level)
    {
        if (table.Includes(level, null))
        {
            reported.Add(table);
            tables.Add(table.Name);
        }
        else if (!reported.Contains(table)) tables.Remove(table.Name);
    }

    private string? Header(XmlReader xml, string attribute)
    {
        var text = FlexText.Value(xml.GetAttribute(attribute));
        Dates.AddHeader(attribute, text);
        return text;
    }

    private DataUnfitException Unfit(string what) => new($"{Place}: {what}");

    private DateTime Clock(DayOrder order) => generated is not null && FlexText.TryClock(generated, order, out var at) ? at
        : throw Unfit($"whenGenerated of {Account}: found '{generated}'; expected a date and a time like 20240131;093000");

    private DateOnly Day(string attribute, string? text, DayOrder order) => text is not null && FlexText.TryDate(text, order, out var date) ? date
        : throw Unfit($"{attribute} of {Account}: found '{text}'; expected a date like 20240131");
}
