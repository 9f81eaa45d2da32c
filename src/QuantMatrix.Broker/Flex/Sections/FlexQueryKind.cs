using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>Whether the query is of the kind that a sync needs, or what to change in the Client Portal.</summary>
internal static class FlexQueryKind
{
    private const string Where = "in the Client Portal under Performance & Reports > Flex Queries";

    /// <summary>Rows of trades at other levels of detail than executions.</summary>
    private static readonly string[] NotExecutions = ["Order", "SymbolSummary", "AssetSummary", "Lot"];

    /// <returns>What is wrong and what to choose; null for the right kind.</returns>
    /// <param name="type">The kind of report: AF activity, TCF trade confirmations.</param>
    public static string? FaultOf(string type, FlexContent content)
    {
        var isOther = type.Equals("TCF", StringComparison.OrdinalIgnoreCase) || content.Sections.Contains("TradeConfirms");
        var stored = content.Sections.Where(s => FlexSchema.TablesIn(s).Any()).ToList();
        if (isOther && stored.Count == 0) return Advice("found a Trade Confirmation report", "create an Activity Flex Query instead");
        if (content.Sections.Count > 0 && stored.Count == 0)
            return Advice($"found only {string.Join(", ", content.Sections.Order(StringComparer.Ordinal))}, which is not stored",
                "add Open Positions, Trades, Cash Transactions and the sections named in docs/portfolio.md to the query");
        return Trades(content) ?? Positions(content) ?? Fields(content);
    }

    private static string? Trades(FlexContent content)
    {
        var others = content.ElementsOf("Trades").Intersect(NotExecutions).Order(StringComparer.Ordinal).ToList();
        var isExecution = content.Rows("Trades", "Trade") is { } trades && trades.Levels.Any(level => Stores("trades", level));
        return isExecution || (others.Count == 0 && content.Rows("Trades", "Trade") is null) ? null
            : Advice($"Trades has no executions, only {(others.Count > 0 ? string.Join(", ", others) : "summaries")}",
                "in section Trades of the query choose the option Executions");
    }

    private static string? Positions(FlexContent content) =>
        content.Rows("OpenPositions", FlexLot.Element) is { } rows && !rows.Levels.Any(level => Stores("positions", level))
            ? Advice("OpenPositions has lots without summaries", "in section Open Positions of the query choose the option Summary beside Lot") : null;

    /// <summary>Fields without which a row of the section has no meaning.</summary>
    private static string? Fields(FlexContent content) => FlexSections.All.Except(FlexSections.Optional)
        .Select(s => content.Rows(s.Container, s.Element) is { } fields ? FlexNeeds.Required(s, fields).FirstOrDefault() : null)
        .OfType<string>().FirstOrDefault() is { } missing ? Advice(missing, "add it to the query") : null;

    private static bool Stores(string table, string level) => FlexSections.All.Single(s => s.Name == table).Includes(level.Length == 0 ? null : level, null);

    private static string Advice(string found, string change) => $"{found}; {change} ({Where}). Nothing of it was stored; the report is kept";
}
