using System.Xml;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>Streams a report forward, statement by statement and row by row, with one batch per section in memory.</summary>
/// <remarks>A DTD, and with it entities and external references, is refused.</remarks>
internal sealed class FlexReader : IDisposable
{
    private const int ResponseDepth = 0, StatementDepth = 2;

    private static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = true,
    };

    private readonly string file;
    private readonly FlexReadSummary summary;
    private readonly FlexSchema schema = new();
    private readonly XmlReader xml;

    /// <exception cref="XmlException">The file is malformed XML.</exception>
    /// <exception cref="DataUnfitException">The file is not a report.</exception>
    public FlexReader(string file, FlexReadSummary summary)
    {
        (this.file, this.summary) = (file, summary);
        xml = XmlReader.Create(file, Strict);
        xml.MoveToContent();
        if (xml.Depth != ResponseDepth || xml.LocalName != "FlexQueryResponse")
            throw Unfit($"found <{xml.LocalName}>; expected a report, <FlexQueryResponse>");
    }

    /// <summary>Moves to the next statement and returns its header; null at the end of the report.</summary>
    public AccountStatement? Next()
    {
        while (xml.Read())
            if (xml is { NodeType: XmlNodeType.Element, Depth: StatementDepth, LocalName: "FlexStatement" }) return Header();
        return null;
    }

    /// <summary>Reads to the end of the statement and completes the header with the tables, base currency and trades it contains.</summary>
    public AccountStatement Survey(AccountStatement header)
    {
        var (tables, reported, currency, trades, container) = (new HashSet<string>(), new HashSet<FlexSection>(), (string?)null, false, "");
        foreach (var depth in Elements())
        {
            if (depth != StatementDepth + 1)
            {
                SurveyRow(container, reported, tables);
                continue;
            }
            container = xml.LocalName;
            tables.UnionWith(FlexSchema.TablesIn(container));
            trades |= container == "Trades";
            if (container == "AccountInformation") currency = FlexText.Value(xml.GetAttribute("currency"));
        }
        return header with { Tables = [.. tables], BaseCurrency = currency, HasTrades = trades };
    }

    /// <summary>A section with rows at other levels of detail only does not report its table; that differs from reporting an empty one.</summary>
    private void SurveyRow(string container, HashSet<FlexSection> reported, HashSet<string> tables)
    {
        if (schema.Find(container, xml.LocalName) is not { } element) return;
        foreach (var section in element.Sections.Where(s => s.RowRetention != RowRetention.Always))
            if (section.Includes(FlexText.Value(xml.GetAttribute(FlexSection.Level)), null))
            {
                reported.Add(section);
                tables.Add(section.Name);
            }
            else if (!reported.Contains(section)) tables.Remove(section.Name);
    }

    /// <summary>The rows of the statement in batches; unreadable rows are reported to the summary.</summary>
    public IEnumerable<TableRows> Rows(AccountStatement statement)
    {
        summary.BeginStatement();
        var rows = new Dictionary<FlexSection, FlexRows>();
        var container = "";
        foreach (var depth in Elements())
        {
            if (depth == StatementDepth + 1)
            {
                foreach (var batch in Flush(rows)) yield return batch;
                container = xml.LocalName;
            }
            if (schema.Find(depth == StatementDepth + 1 ? "" : container, xml.LocalName) is { } element) Read(element, statement, rows);
            else Skip(container, statement);
            foreach (var full in rows.Values)
                if (full.Count >= FlexRows.BatchRows) yield return full.Flush();
        }
        foreach (var batch in Flush(rows)) yield return batch;
    }

    public void Dispose() => xml.Dispose();

    private static IEnumerable<TableRows> Flush(Dictionary<FlexSection, FlexRows> rows) => rows.Values.Where(r => r.Count > 0).Select(r => r.Flush());

    /// <summary>Moves through the elements of the statement and yields the depth of each.</summary>
    private IEnumerable<int> Elements()
    {
        if (xml.IsEmptyElement) yield break;
        while (xml.Read() && xml.Depth > StatementDepth)
            if (xml.NodeType == XmlNodeType.Element) yield return xml.Depth;
    }

    private void Read(FlexElement element, AccountStatement statement, Dictionary<FlexSection, FlexRows> rows)
    {
        var name = xml.LocalName;
        ReadAttributes(element, name);
        var (stored, error) = (false, (string?)null);
        foreach (var section in element.Sections)
            if (section.Includes(element.Level, element.Currency, element.IsTotal))
            {
                stored = true;
                if (!rows.TryGetValue(section, out var into)) rows.Add(section, into = new FlexRows(section, element, statement, summary));
                if (into.Add(element) is { } why)
                {
                    error = why;
                    summary.AddIncomplete(section.Name);
                }
            }
        summary.AddElement(new(statement.Account, name, element.Currency));
        if (stored) summary.AddStored(name);
        if (error is not null) summary.AddError($"{file}:{element.Line}: {statement.Account} {error}");
    }

    private void ReadAttributes(FlexElement element, string name)
    {
        element.Begin(((IXmlLineInfo)xml).LineNumber);
        while (xml.MoveToNextAttribute())
            if (!element.TryRead(xml)) summary.AddUnknown($"{name} {xml.LocalName}");
        xml.MoveToElement();
    }

    private void Skip(string container, AccountStatement statement)
    {
        if (xml.HasAttributes) summary.AddElement(new(statement.Account, xml.LocalName, FlexText.Value(xml.GetAttribute("currency"))));
        if (!schema.IsIgnored(container, xml.LocalName)) summary.AddUnknown($"<{xml.LocalName}>");
    }

    private AccountStatement Header()
    {
        var account = FlexText.Value(xml.GetAttribute("accountId")) ?? throw Unfit("FlexStatement: missing accountId");
        var generated = FlexText.Value(xml.GetAttribute("whenGenerated"));
        return generated is not null && FlexText.TryClock(generated, out var at)
            ? new AccountStatement(account, Day("fromDate", account), Day("toDate", account), at)
            : throw Unfit($"whenGenerated of {account}: found '{generated}'; expected a date and a time like 20240131;093000");
    }

    private DateOnly Day(string attribute, string account) =>
        FlexText.Value(xml.GetAttribute(attribute)) is { } text && FlexText.TryDate(text, out var date) ? date
            : throw Unfit($"{attribute} of {account}: found '{xml.GetAttribute(attribute)}'; expected a date like 20240131");

    private DataUnfitException Unfit(string what) => new($"{file}:{((IXmlLineInfo)xml).LineNumber}: {what}");
}
