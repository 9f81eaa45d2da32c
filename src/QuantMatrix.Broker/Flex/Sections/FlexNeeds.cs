using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>What each tie-out needs of a statement: sections, levels of detail and fields.</summary>
/// <remarks>Fields of single balances are decided row by row, by <see cref="FlexSum"/>.</remarks>
internal static class FlexNeeds
{
    private const string Positions = "OpenPositions", Nav = "EquitySummaryInBase", Cash = "CashReport";

    /// <summary>The sections of which positions are rolled forward, and the fields of their rows, of which one in each group is needed.</summary>
    private static readonly (string Section, string Element, string[][] Fields)[] Movements =
    [
        ("Trades", "Trade", [["conid"], ["assetCategory"], ["reportDate", "tradeDate", "dateTime"]]),
        ("Transfers", "Transfer", [["conid"], ["quantity"], ["direction"], ["reportDate", "date", "dateTime"]]),
        ("CorporateActions", "CorporateAction", [["conid"], ["quantity"], ["reportDate", "dateTime"]]),
    ];

    /// <summary>The tie-outs that cannot be checked, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> NotChecked(FlexContent content) => new Dictionary<string, string?>
    {
        [TieOuts.Lots] = Add(LotsMissing(content)),
        [TieOuts.NetAssetValue] = Add(SectionMissing(content, Nav, "EquitySummaryByReportDateInBase")) ?? Unstored(content, "account_nav"),
        [TieOuts.Cash] = Add(SectionMissing(content, Cash, "CashReportCurrency")) ?? Unstored(content, "account_balances"),
        [TieOuts.Positions] = Add([.. SectionMissing(content, Positions, null), .. Movements.SelectMany(m => MovementMissing(content, m))]),
    }.Where(n => n.Value is not null).ToDictionary(n => n.Key, n => n.Value!);

    /// <summary>Tables that cannot be stored, because the query omits a field without which no row has a meaning.</summary>
    public static IEnumerable<(string Table, string Reason)> Unstorable(FlexContent content) => FlexSections.Optional
        .Select(s => (s.Name, Reason: content.Rows(s.Container, s.Element) is { } fields ? Add(Required(s, fields)) : null))
        .Where(u => u.Reason is not null).Select(u => (u.Name, u.Reason!));

    /// <summary>Required fields of a section that its rows lack.</summary>
    public static IEnumerable<string> Required(FlexSection section, FlexFields fields) => section.Columns
        .Where(c => c.Shape.Required && c.Attributes.Count > 0 && !fields.HasAny(c.Attributes))
        .Where(c => c.Format is not (FlexFormat.Id or FlexFormat.Model or FlexFormat.FirstDay or FlexFormat.LastDay))
        .Select(c => $"{section.Label} has no {c.Attributes[0]}");

    /// <summary>A sentence about what the query omits; null when it omits nothing.</summary>
    public static string? Add(IEnumerable<string> missing) =>
        missing.ToList() is { Count: > 0 } list ? Advice(string.Join(", ", list), list.Count) : null;

    /// <summary>The sentence about so many omitted parts of a query.</summary>
    public static string Advice(string omitted, int count) => $"{omitted}; add {(count == 1 ? "it" : "them")} to the query";

    private static string? Unstored(FlexContent content, string table) => Unstorable(content).FirstOrDefault(u => u.Table == table).Reason;

    private static List<string> LotsMissing(FlexContent content) =>
        SectionMissing(content, Positions, FlexLot.Element) is { Count: > 0 } missing ? missing
        : content.Rows(Positions, FlexLot.Element)!.Levels.Contains(FlexLot.Level) ? [] : [$"{Positions} has no lots"];

    private static List<string> SectionMissing(FlexContent content, string section, string? element) =>
        !content.Sections.Contains(section) ? [$"{section} not in the query"]
        : element is not null && content.Rows(section, element) is null ? [$"{section} has no row"] : [];

    private static IEnumerable<string> MovementMissing(FlexContent content, (string Section, string Element, string[][] Fields) movement) =>
        !content.Sections.Contains(movement.Section) ? [$"{movement.Section} not in the query"]
        : content.Rows(movement.Section, movement.Element) is not { } fields ? []
        : movement.Fields.Where(group => !fields.HasAny(group)).Select(group => $"{movement.Section} has no {group[0]}");
}
