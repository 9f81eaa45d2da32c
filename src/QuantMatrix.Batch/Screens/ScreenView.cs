using QuantMatrix.Batch.Config;
using QuantMatrix.Indicators.Intraday;
using QuantMatrix.Lake.Tables;

namespace QuantMatrix.Batch.Screens;

/// <summary>Which rows and columns of a screen are shown, and in which order.</summary>
internal sealed record ScreenView(ScreenCondition Condition)
{
    private static readonly string[] Always = ["symbol", "date", "close"];

    /// <summary>Columns of <c>symbol_info</c>.</summary>
    private static readonly string[] OfCompany = ["name", "sector", "industry", "indices"];

    private static readonly IReadOnlyList<string> Known = [.. ConditionRules.Columns, .. OfCompany];

    /// <summary>The columns named; empty for the key, the close, and those of condition and order.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    public IReadOnlyList<(string Column, bool Descending)> Order { get; init; } = [];

    public int? Limit { get; init; }

    /// <summary>Whether symbols whose newest bar is older than the newest session are shown.</summary>
    public bool WithStale { get; init; }

    /// <summary>The columns of a list like <c>symbol,rsi_14</c>; whether it is a list of different names is a rule of every table.</summary>
    /// <exception cref="UsageException">One is unknown.</exception>
    public static IReadOnlyList<string> ReadColumns(string list) => [.. Items(list).Select(item => Name("--columns", item))];

    /// <summary>An order like <c>perf_20d desc, symbol</c>.</summary>
    /// <exception cref="UsageException">A column or a direction is unknown.</exception>
    public static IReadOnlyList<(string Column, bool Descending)> ReadOrder(string list) => [.. Items(list).Select(item =>
    {
        var words = item.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words is [_] or [_, "asc" or "desc"] ? (Name("--order", words[0]), words[^1] == "desc")
            : throw new UsageException($"--order {item}: expected a column, then desc for the largest first, like perf_20d desc");
    })];

    /// <summary>The features needed: those shown, those of the order, and those of the condition.</summary>
    public IReadOnlyList<string> Features => [.. Used.Except(OfCompany).Except(IntradayColumns.Names).Distinct()];

    /// <param name="table">Has one row per symbol.</param>
    /// <param name="index">Only its current members; null for all.</param>
    /// <param name="past">A session computed in memory, whose indices are those of that day; null for the newest row of the table.</param>
    public string Query(string table, string? index, DateOnly? past) =>
        $"SELECT {string.Join(", ", Shown.Select(Quoted))} FROM (SELECT * FROM {Matching(table, index)}"
        + $"{(WithStale ? "" : $" AND date = {Newest(table, past)}")})"
        + (Shown.Concat(Order.Select(o => o.Column)).Intersect(OfCompany).Any() ? $" LEFT JOIN {Companies(past)} USING (symbol)" : "")
        + $" ORDER BY {string.Concat(Order.Select(o => $"{Quoted(o.Column)}{(o.Descending ? " DESC" : "")} NULLS LAST, "))}symbol"
        + (Limit is { } limit ? $" LIMIT {limit}" : "");

    /// <summary>Counts the symbols that satisfy the condition with a row older than the newest session.</summary>
    public string StaleQuery(string table, string? index, DateOnly? past) =>
        $"SELECT count(*) FROM {Matching(table, index)} AND date < {Newest(table, past)}";

    private static string Companies(DateOnly? past) => past is not { } day ? "symbol_info" : $"""
        (SELECT * REPLACE (coalesce((SELECT string_agg(DISTINCT index_name, ',' ORDER BY index_name) FROM index_members m
            WHERE m.symbol = i.symbol AND DATE '{day:yyyy-MM-dd}' BETWEEN m.member_from AND m.member_until), '') AS indices) FROM symbol_info i)
        """;

    private IReadOnlyList<string> Shown => Columns.Count > 0 ? Columns : [.. Always.Concat(Condition.Columns).Concat(Order.Select(o => o.Column)).Distinct()];

    private IEnumerable<string> Used => Condition.Columns.Concat(Shown).Concat(Order.Select(o => o.Column));

    private string Matching(string table, string? index) =>
        $"{(Used.Intersect(IntradayColumns.Names).Any() ? IntradayFeatureTable.Beside(table) : table)} {Condition.Where}" + (index is null ? ""
        : $" AND symbol IN (SELECT symbol FROM index_constituents WHERE index_name = '{index}' AND became_inactive_at IS NULL)");

    private static string Newest(string table, DateOnly? past) => past is { } day ? $"DATE '{day:yyyy-MM-dd}'" : $"(SELECT max(date) FROM {table})";

    private static string Quoted(string column) => $"\"{column}\"";

    private static string Name(string option, string name) => Known.FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException($"{option}: unknown column '{name}'{DidYouMean.Hint(name, Known)}");

    private static string[] Items(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
