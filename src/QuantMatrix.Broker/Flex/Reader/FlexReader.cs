using System.Xml;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>Goes once through a report, statement by statement and row by row; holds one batch of a section at a time.</summary>
/// <remarks>Only what a program writes is read: a DTD, and with it entities and what lies elsewhere, is refused.</remarks>
internal sealed class FlexReader : IDisposable
{
    private const int ResponseDepth = 0, StatementDepth = 2;

    private readonly string file;
    private readonly FlexTally tally;
    private readonly FlexNameCounts names = new();
    private readonly XmlReader xml;

    /// <exception cref="XmlException">The file is no XML.</exception>
    /// <exception cref="DataUnfitException">It is no report.</exception>
    public FlexReader(string file, FlexTally tally)
    {
        (this.file, this.tally) = (file, tally);
        xml = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = true });
        xml.MoveToContent();
        if (xml.Depth != ResponseDepth || xml.LocalName != "FlexQueryResponse") throw Unfit($"found <{xml.LocalName}>; expected a report, <FlexQueryResponse>");
    }

    /// <summary>The statement whose rows come next; null at the report's end.</summary>
    public AccountStatement? Next()
    {
        while (xml.Read())
            if (xml is { NodeType: XmlNodeType.Element, Depth: StatementDepth, LocalName: "FlexStatement" }) return Head();
        return null;
    }

    /// <summary>Goes to the end of the statement and completes its head by what it holds.</summary>
    public AccountStatement Survey(AccountStatement head)
    {
        var (tables, met, currency, trades, container) = (new HashSet<string>(), new HashSet<FlexSection>(), (string?)null, false, "");
        foreach (var depth in Elements())
        {
            if (depth != StatementDepth + 1)
            {
                Meet(container, met, tables);
                continue;
            }
            container = xml.LocalName;
            tables.UnionWith(FlexNameCounts.TablesIn(container));
            trades |= xml.LocalName == "Trades";
            if (xml.LocalName == "AccountInformation") currency = FlexText.Value(xml.GetAttribute("currency"));
        }
        return head with { Tables = [.. tables], BaseCurrency = currency, TellsMoves = trades };
    }

    /// <summary>A section whose rows are all of another level of detail tells nothing about its table, not that there is nothing.</summary>
    private void Meet(string container, HashSet<FlexSection> met, HashSet<string> tables)
    {
        if (names.Find(container, xml.LocalName) is not { } element) return;
        foreach (var section in element.Sections.Where(s => s.RowRetention != RowRetention.Always))
            if (section.Takes(FlexText.Value(xml.GetAttribute(FlexSection.Level)), null))
            {
                met.Add(section);
                tables.Add(section.Name);
            }
            else if (!met.Contains(section)) tables.Remove(section.Name);
    }

    /// <summary>The statement's rows, a batch at a time; rows that cannot be read are told to the tally.</summary>
    public IEnumerable<TableRows> Rows(AccountStatement statement)
    {
        tally.BeginStatement();
        var rows = new Dictionary<FlexSection, FlexRows>();
        var container = "";
        foreach (var depth in Elements())
        {
            if (depth == StatementDepth + 1)
            {
                foreach (var batch in Gathered(rows)) yield return batch;
                container = xml.LocalName;
            }
            if (names.Find(depth == StatementDepth + 1 ? "" : container, xml.LocalName) is { } element) Take(element, statement, rows);
            else LeaveOut(container, statement);
            foreach (var full in rows.Values)
                if (full.Count >= FlexRows.BatchRows) yield return full.Take();
        }
        foreach (var batch in Gathered(rows)) yield return batch;
    }

    public void Dispose() => xml.Dispose();

    private static IEnumerable<TableRows> Gathered(Dictionary<FlexSection, FlexRows> rows) => rows.Values.Where(r => r.Count > 0).Select(r => r.Take());

    /// <summary>Stands at each element within the statement, and gives its depth.</summary>
    private IEnumerable<int> Elements()
    {
        if (xml.IsEmptyElement) yield break;
        while (xml.Read() && xml.Depth > StatementDepth)
            if (xml.NodeType == XmlNodeType.Element) yield return xml.Depth;
    }

    private void Take(FlexElement element, AccountStatement statement, Dictionary<FlexSection, FlexRows> rows)
    {
        var name = xml.LocalName;
        element.Begin(((IXmlLineInfo)xml).LineNumber);
        while (xml.MoveToNextAttribute())
            if (!element.Take(xml)) tally.AddUnknown($"{name} {xml.LocalName}");
        xml.MoveToElement();
        var (taken, fault) = (false, (string?)null);
        foreach (var section in element.Sections)
            if (section.Takes(element.Level, element.Currency, element.IsSum))
            {
                taken = true;
                if (!rows.TryGetValue(section, out var into)) rows.Add(section, into = new FlexRows(section, element, statement, tally));
                if (into.Add(element) is { } why)
                {
                    fault = why;
                    tally.AddIncomplete(section.Name);
                }
            }
        tally.AddElement(new(statement.Account, name, element.Currency));
        if (taken) tally.AddTaken(name);
        if (fault is not null) tally.AddFault($"{file}:{element.Line}: {statement.Account} {fault}");
    }

    private void LeaveOut(string container, AccountStatement statement)
    {
        if (xml.HasAttributes) tally.AddElement(new(statement.Account, xml.LocalName, FlexText.Value(xml.GetAttribute("currency"))));
        if (!names.IsKnown(container, xml.LocalName)) tally.AddUnknown($"<{xml.LocalName}>");
    }

    private AccountStatement Head()
    {
        var account = FlexText.Value(xml.GetAttribute("accountId")) ?? throw Unfit("a FlexStatement names no accountId; expected one");
        var generated = FlexText.Value(xml.GetAttribute("whenGenerated"));
        if (generated is null || !FlexText.TryClock(generated, out var at)) throw Unfit($"whenGenerated of {account}: found '{generated}'; expected a date and a time like 20240131;093000");
        return new AccountStatement(account, Day("fromDate", account), Day("toDate", account), at);
    }

    private DateOnly Day(string attribute, string account) =>
        FlexText.Value(xml.GetAttribute(attribute)) is { } text && FlexText.TryDate(text, out var date) ? date
            : throw Unfit($"{attribute} of {account}: found '{xml.GetAttribute(attribute)}'; expected a date like 20240131");

    private DataUnfitException Unfit(string what) => new($"{file}:{((IXmlLineInfo)xml).LineNumber}: {what}");
}
