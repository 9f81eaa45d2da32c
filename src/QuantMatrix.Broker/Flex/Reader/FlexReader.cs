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
    private readonly string type;

    /// <exception cref="XmlException">The file is malformed XML.</exception>
    /// <exception cref="DataUnfitException">The file is not a report.</exception>
    public FlexReader(string file, FlexReadSummary summary)
    {
        (this.file, this.summary) = (file, summary);
        xml = XmlReader.Create(file, Strict);
        xml.MoveToContent();
        if (xml.Depth != ResponseDepth || xml.LocalName != "FlexQueryResponse")
            throw Unfit($"found <{xml.LocalName}>; expected a report, <FlexQueryResponse>");
        type = xml.GetAttribute("type") ?? "";
    }

    /// <summary>Moves to the next statement; false at the end of the report.</summary>
    public bool Next()
    {
        while (xml.Read())
            if (xml is { NodeType: XmlNodeType.Element, Depth: StatementDepth, LocalName: "FlexStatement" }) return true;
        return false;
    }

    /// <summary>Reads to the end of the statement.</summary>
    public FlexSurvey Survey()
    {
        var survey = new FlexSurvey(xml, schema, type) { Place = $"{file}:{((IXmlLineInfo)xml).LineNumber}" };
        foreach (var depth in Elements())
            if (depth == StatementDepth + 1) survey.AddSection(xml);
            else survey.AddRow(xml);
        return survey;
    }

    /// <summary>The rows of the statement in batches; unreadable rows are reported to the summary.</summary>
    public IEnumerable<TableRows> Rows(FlexStatementFacts facts)
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
            if (schema.Find(depth == StatementDepth + 1 ? "" : container, xml.LocalName) is { } element) Read(element, facts, rows);
            else Skip(container, facts.Statement);
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

    private void Read(FlexElement element, FlexStatementFacts facts, Dictionary<FlexSection, FlexRows> rows)
    {
        var name = xml.LocalName;
        ReadAttributes(element, name);
        var (stored, error) = (false, (string?)null);
        foreach (var section in element.Sections)
            if (section.Includes(element.Level, element.Currency, element.IsTotal))
            {
                stored = true;
                if (!facts.Statement.Tables.Contains(section.Name)) continue;
                if (!rows.TryGetValue(section, out var into)) rows.Add(section, into = new FlexRows(section, element, facts, summary));
                if (into.Add(element) is { } why)
                {
                    error = why;
                    summary.AddIncomplete(section.Name);
                }
            }
        summary.AddElement(new(facts.Statement.Account, name, element.Currency));
        if (stored) summary.AddStored(name);
        if (stored && element.NamedAccount is { } named && named != facts.Statement.Account && !facts.Accounts.Contains(named))
            summary.AddForeign(named, facts.Statement.Account);
        if (error is not null) summary.AddError($"{file}:{element.Line}: {facts.Statement.Account} {error}");
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

    private DataUnfitException Unfit(string what) => new($"{file}:{((IXmlLineInfo)xml).LineNumber}: {what}");
}
