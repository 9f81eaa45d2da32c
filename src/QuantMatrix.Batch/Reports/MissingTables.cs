using QuantMatrix.Batch.Composition;

namespace QuantMatrix.Batch.Reports;

/// <summary>Tables that a lake may not have yet, as empty ones, so that their sections say so.</summary>
internal static class MissingTables
{
    private static readonly string[] Views =
    [
        Empty("market_breadth", "date DATE, index TEXT, members INT, advances INT, declines INT, unchanged INT, above_sma50 DOUBLE, "
            + "above_sma200 DOUBLE, new_highs INT, new_lows INT, stage_1 INT, stage_2 INT, stage_3 INT, stage_4 INT, median_perf_1d DOUBLE"),
        Empty("structure", "symbol TEXT, date DATE, kind TEXT, from_date DATE, to_date DATE, low DOUBLE, high DOUBLE, price DOUBLE, touches INT, "
            + "first_price DOUBLE, second_date DATE, second_price DOUBLE, slope DOUBLE"),
        Empty("screen_members", "screen TEXT, date DATE, symbol TEXT, condition_hash TEXT"),
        Empty("alerts", "date DATE, symbol TEXT, kind TEXT, name TEXT, detail TEXT, level DOUBLE, price DOUBLE"),
        "symbol_info AS SELECT symbol, '' AS name, any_value(sector) AS sector, any_value(industry) AS industry, "
            + "string_agg(index_name, ' ' ORDER BY index_name) AS indices FROM index_constituents GROUP BY symbol",
    ];

    public static void Add(ISqlConnection sql)
    {
        foreach (var view in Views) sql.Query($"CREATE VIEW IF NOT EXISTS {view}").Dispose();
    }

    private static string Empty(string table, string columns) =>
        $"{table} AS SELECT {string.Join(", ", columns.Split(", ").Select(c => c.Split(' ')).Select(c => $"NULL::{c[1]} AS \"{c[0]}\""))} WHERE false";
}
