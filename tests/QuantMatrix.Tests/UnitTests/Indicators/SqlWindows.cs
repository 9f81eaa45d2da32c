using QuantMatrix.Indicators;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Windowed columns as SQL: one expression a column over the tables of <see cref="SqlEngine"/>.</summary>
/// <remarks>Each window first counts its values: there is no result where it is not full or contains a missing value.</remarks>
internal static class SqlWindows
{
    /// <summary>Window lengths, named <c>w20</c> and so on in the expressions.</summary>
    public static readonly int[] Lengths = [3, 5, 8, 9, 10, 14, 20, 21, 26, 50, 52, 60, 63, 100, 120, 150, 200, 252];

    /// <summary>Expressions by column; NaN and NULL both mean no value.</summary>
    public static readonly IReadOnlyDictionary<string, string> Expressions = new Dictionary<string, string>([
        .. Each([5, 8, 10, 14, 20, 21, 50, 63, 100, 150, 200], n => ($"sma_{n}", Mean(n))),
        .. Each([50, 200], n => ($"pct_dist_sma_{n}", Percent("close", Mean(n)))),
        .. Each([1, 3, 5, 20, 21, 60, 63, 120, 126, 252], n => ($"perf_{n}d", Percent("close", $"lag(close, {n}) OVER s"))),
        .. new[] { "month", "quarter", "year" }.Select(period => KeyValuePair.Create($"perf_{period[0]}td", Percent("close", $"before_{period}"))),
        .. Pairs(("range_pos_20d", RangePosition(20)), ("range_pos_50d", RangePosition(50)), ("range_pos_52w", RangePosition(252))),
        .. Each([20, 60], n => ($"hv_{n}", $"{Full("stddev_samp(log_return)", "log_return", n)} * sqrt(252) * 100")),
        .. Pairs(
            ("high_52w", Highest(252)),
            ("low_52w", Lowest(252)),
            ("drawdown_52w", Percent("close", Highest(252))),
            ("bb_upper_20", $"{Mean(20)} + 2 * {Deviation}"),
            ("bb_lower_20", $"{Mean(20)} - 2 * {Deviation}"),
            ("bb_pctb_20", $"(close - {Mean(20)} + 2 * {Deviation}) / nullif(4 * {Deviation}, 0)"),
            ("bb_width_20", $"4 * {Deviation} / {Mean(20)}"),
            ("stoch_k_14_3", "stoch_k"),
            ("stoch_d_3", Full("avg(stoch_k)", "stoch_k", 3)),
            ("willr_14", $"-100 * ({Highest(14)} - close) / ({Highest(14)} - {Lowest(14)})"),
            ("cci_20", "(typical - list_avg(typical_20)) / (0.015 * nullif(list_avg([abs(x - list_avg(typical_20)) FOR x IN typical_20]), 0))"),
            ("mfi_14", $"100 * {Full("sum(inflow)", "inflow", 14)} / nullif(sum(inflow) OVER w14 + sum(outflow) OVER w14, 0)"),
            ("roc_20", Percent("close", "lag(close, 20) OVER s")),
            ("obv", "sum(CASE WHEN i = 0 OR close > last_close THEN volume WHEN close < last_close THEN -volume ELSE 0 END) OVER s"),
            ("volume_sma_50", Full("avg(volume)", "volume", 50)),
            ("volume_ratio_50", $"volume / nullif({Full("avg(volume)", "volume", 50)}, 0)"),
            ("beta_252", Pairwise("regr_slope", Same("benchmark_return", 252))),
            ("corr_252", Pairwise("corr", $"{Same("benchmark_return", 252)} OR {Same("pair_return", 252)}")),
            ("ma_bucket", $"CASE WHEN {Mean(200)} IS NULL THEN NULL WHEN {Ordered(">")} THEN 3 WHEN {Ordered("<")} THEN 1 ELSE 2 END"),
            ("history_bars", "row_number() OVER s"),
            ("unstable_columns", string.Join(" + ", Catalogue.Standard.Columns.Where(c => c.StableAfter > 0).Select(c => $"(i < {c.StableFrom})::INTEGER"))),
            ("sessions_behind", "sessions_behind"),
            ("gaps_unfilled_up", "gaps_up"), ("gap_nearest_up", "gap_up"),
            ("gaps_unfilled_down", "gaps_down"), ("gap_nearest_down", "gap_down"),
            ("avwap_low_52w", "avwap_low_52w"), ("avwap_high_52w", "avwap_high_52w"),
            ("stage_slope_pct", "slope"), ("stage_dist_pct", "distance"), ("rs_mansfield_pct", "strength")),
        .. VectorTests.Sql,
    ]);

    /// <summary>Zero where all closes are equal, which a running deviation misses by a rounding.</summary>
    private static string Deviation => $"(CASE WHEN {Same("close", 20)} THEN 0 ELSE {Full("stddev_pop(close)", "close", 20)} END)";

    /// <summary>An aggregate over the last <paramref name="n"/> rows, all of which have the value.</summary>
    public static string Full(string aggregate, string value, int n, string? unless = null) =>
        $"(CASE WHEN count({value}) OVER w{n} = {n}{(unless is null ? "" : $" AND NOT ({unless})")} THEN {aggregate} OVER w{n} END)";

    /// <summary>An aggregate over at least 230 pairs of returns between dates that both have.</summary>
    private static string Pairwise(string aggregate, string unless) => "(CASE WHEN i >= 252 AND count(benchmark_return) OVER w252 >= 230 "
        + $"AND NOT ({unless}) THEN {aggregate}(pair_return, benchmark_return) OVER w252 END)";

    public static string Highest(int n) => Extreme("max(high)", "high", n);

    public static string Lowest(int n) => Extreme("min(low)", "low", n);

    /// <summary>A year has a value from the sixtieth row on.</summary>
    private static string Extreme(string aggregate, string value, int n) =>
        n == 252 ? $"(CASE WHEN count({value}) OVER w252 >= 60 THEN {aggregate} OVER w252 END)" : Full(aggregate, value, n);

    private static string RangePosition(int n) => $"100 * (close - {Lowest(n)}) / ({Highest(n)} - {Lowest(n)})";

    private static string Mean(int n) => Full("avg(close)", "close", n);

    private static string Percent(string a, string b) => $"100 * ({a} / {b} - 1)";

    private static string Same(string value, int n) => $"max({value}) OVER w{n} = min({value}) OVER w{n}";

    private static string Ordered(string comparison)
    {
        string[] means = ["close", .. new[] { 5, 8, 21, 50, 100, 200 }.Select(Mean)];
        return string.Join(" AND ", means.Zip(means.Skip(1), (fast, slow) => $"{fast} {comparison} {slow}"));
    }

    private static IEnumerable<KeyValuePair<string, string>> Each(int[] lengths, Func<int, (string Name, string Sql)> column) =>
        Pairs([.. lengths.Select(column)]);

    private static IEnumerable<KeyValuePair<string, string>> Pairs(params (string Name, string Sql)[] columns) =>
        columns.Select(c => KeyValuePair.Create(c.Name, c.Sql));
}
