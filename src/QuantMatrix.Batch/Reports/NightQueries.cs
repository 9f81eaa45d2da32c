using QuantMatrix.Indicators;
using QuantMatrix.Report.Night;

namespace QuantMatrix.Batch.Reports;

/// <summary>The queries of the night's page over the lake and the published tables.</summary>
/// <param name="session">The session of the page.</param>
/// <param name="benchmark">The market's benchmark.</param>
internal sealed class NightQueries(DateOnly session, string benchmark)
{
    /// <summary>Sessions over which turnover is averaged, and a span that contains as many.</summary>
    private const int TurnoverSessions = 20, TurnoverDays = 60;

    private readonly string date = $"DATE '{session:yyyy-MM-dd}'";

    private static readonly string Columns = string.Join(", ", SymbolColumns.All.Select(c => c.Source)
        .Where(source => Catalogue.Standard.FeatureSchema.GetFieldByName(source) is not null).Select(source => $"f.{source}"));

    public string Before => $"SELECT max(date) AS date FROM features WHERE date < {date}";

    public string Symbols => $"""
        WITH turnover AS (
            SELECT symbol, avg(close * volume) AS dollar_volume FROM (
                SELECT symbol, close, volume FROM price_data WHERE date BETWEEN {date} - {TurnoverDays} AND {date}
                QUALIFY row_number() OVER (PARTITION BY symbol ORDER BY date DESC) <= {TurnoverSessions})
            GROUP BY symbol
        )
        SELECT f.symbol, coalesce(i.name, '') AS name, coalesce(i.sector, '') AS sector, {Columns}, t.dollar_volume
        FROM features f LEFT JOIN symbol_info i USING (symbol) LEFT JOIN turnover t USING (symbol)
        WHERE f.date = {date} ORDER BY f.symbol
        """;

    public string Breadth => $"""
        SELECT b.*, p.close AS benchmark
        FROM market_breadth b LEFT JOIN price_data p ON p.symbol = '{benchmark}' AND p.date = b.date
        WHERE b."index" = 'ALL' AND b.date <= {date} ORDER BY b.date
        """;

    /// <summary>The benchmark is no member of a sector.</summary>
    public string Sectors => $"""
        WITH s AS (SELECT coalesce(nullif(i.sector, ''), 'not classified') AS sector, count(*) AS members,
            median(f.perf_1d) AS perf_1d, median(f.perf_5d) AS perf_5d, median(f.perf_20d) AS perf_20d,
            median(f.perf_60d) AS perf_60d, 100 * avg((f.close > f.sma_50)::INT) AS above_sma50,
            100 * avg((f.close > f.sma_200)::INT) AS above_sma200, {Stages}
        FROM features f LEFT JOIN symbol_info i USING (symbol)
        WHERE f.date = {date} AND f.symbol <> '{benchmark}' GROUP BY 1)
        FROM s ORDER BY sector = 'not classified', perf_1d DESC NULLS LAST, sector
        """;

    private static string Stages => string.Join(", ", Enumerable.Range(1, 4).Select(s => $"count(*) FILTER (f.stage_label = '{s}') AS stage_{s}"));

    /// <param name="before">The session before; rows that compare with it need it.</param>
    public string Events(DateOnly before) => $"""
        WITH t AS (SELECT * FROM features WHERE date = {date}), y AS (SELECT * FROM features WHERE date = DATE '{before:yyyy-MM-dd}')
        SELECT 1 AS place, 'high_low' AS kind, symbol, 'up' AS direction, '' AS note, false AS starred FROM t WHERE high >= high_52w
        UNION ALL SELECT 2, 'high_low', symbol, 'dn', '', false FROM t WHERE low <= low_52w
        UNION ALL SELECT 3, 'td', symbol, '', 'buy 9', coalesce(td_perfect_buy, false) FROM t WHERE td_buy_setup = 9
        UNION ALL SELECT 4, 'td', symbol, '', 'sell 9', coalesce(td_perfect_sell, false) FROM t WHERE td_sell_setup = 9
        UNION ALL SELECT 5, 'td', symbol, '', 'buy 13', false FROM t WHERE td_buy_countdown = 13
        UNION ALL SELECT 6, 'td', symbol, '', 'sell 13', false FROM t WHERE td_sell_countdown = 13
        UNION ALL SELECT 7, 'gap', symbol, 'up', printf('+%.1f %%', 100 * (high / low - 1)), false
            FROM structure WHERE date = {date} AND from_date = {date} AND kind = 'gap_up'
        UNION ALL SELECT 8, 'gap', symbol, 'dn', printf('−%.1f %%', 100 * (1 - low / high)), false
            FROM structure WHERE date = {date} AND from_date = {date} AND kind = 'gap_down'
        UNION ALL SELECT 9, 'cross', t.symbol, 'up', '', false FROM t JOIN y USING (symbol) WHERE t.close > t.sma_200 AND y.close <= y.sma_200
        UNION ALL SELECT 10, 'cross', t.symbol, 'dn', '', false FROM t JOIN y USING (symbol) WHERE t.close < t.sma_200 AND y.close >= y.sma_200
        UNION ALL SELECT 11, 'stage', t.symbol, '', y.stage_label || ' → ' || t.stage_label, false FROM t JOIN y USING (symbol)
            WHERE t.stage_label <> y.stage_label AND t.stage_label IN ('1', '2', '3', '4') AND y.stage_label IN ('1', '2', '3', '4')
        UNION ALL SELECT 12, 'watch', symbol, CASE WHEN price >= level THEN 'up' ELSE 'dn' END, concat_ws(' ', name, detail), false
            FROM alerts WHERE date = {date} AND kind = 'level_crossed'
        ORDER BY 1, 3
        """;

    /// <param name="runs">The runs of the session.</param>
    public static string Restated(IEnumerable<string> runs) =>
        $"SELECT symbol, date, field, old, new, class, provider FROM bar_revisions WHERE run_id IN ({List(runs)}) ORDER BY symbol, date, field";

    public static string Quarantine(IEnumerable<string> runs) => $"""
        SELECT symbol, try_cast(date AS DATE) AS date, source, file, line, reason, run_id IN ({List(runs)}) AS new
        FROM quarantine WHERE status = 'open' ORDER BY new DESC, symbol, date
        """;

    private static string List(IEnumerable<string> runs) => string.Join(", ", runs.DefaultIfEmpty("").Select(run => $"'{run}'"));
}
