using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary><see cref="TotalReturn"/> in SQL: a relation of bars with the factor of each, of which the total-return close is a product.</summary>
/// <remarks>
/// Joins are hash joins on symbol and period, so that a bar meets the few actions around it: periods of a week find the close before an ex-date, those of
/// 128 days the next action after a bar.
/// </remarks>
internal static class TotalReturnSql
{
    private const int Week = 7, Period = 128;

    /// <summary>The total-return close in a query of <see cref="From"/>.</summary>
    public const string Close = $"{BarField.Close} * coalesce(factor, 1)";

    /// <summary>The bars, each with its columns and <c>factor</c>.</summary>
    /// <param name="bars">A relation with at least symbol, date and close.</param>
    /// <param name="actions">A relation of the form of <c>corporate_actions</c>.</param>
    /// <param name="first">No bar is older.</param>
    public static string From(string bars, string actions, DateOnly first) => $"""
        (WITH bars AS NOT MATERIALIZED (SELECT * FROM {bars}),
        actions AS NOT MATERIALIZED (SELECT * FROM {actions} WHERE value > 0 AND isfinite(value)),
        cash AS (SELECT symbol, date, max(cash) AS cash FROM (SELECT symbol, date, source, sum(value) AS cash FROM actions
            WHERE kind = '{StoredAction.Dividend}' GROUP BY ALL) GROUP BY ALL),
        dividends AS (SELECT c.symbol, c.date, c.cash, arg_max(b.close, b.date) AS close
            FROM (SELECT symbol, date, close, {Number("date", Week)} AS week FROM bars) b
            JOIN (SELECT *, {Number("date", Week)} - unnest(range({(TotalReturn.MaxGap / Week) + 1})) AS week FROM cash) c
            ON b.symbol = c.symbol AND b.week = c.week WHERE b.date < c.date AND b.date >= c.date - {TotalReturn.MaxGap} GROUP BY ALL),
        steps AS (SELECT symbol, date, product(factor) AS factor FROM (
            SELECT symbol, date, 1 - cash / close AS factor FROM dividends WHERE cash < close
            UNION ALL SELECT symbol, date, value FROM actions WHERE kind = '{StoredAction.Adjustment}') GROUP BY ALL),
        spans AS (SELECT symbol, date AS until, product(factor) OVER (PARTITION BY symbol ORDER BY date DESC) AS factor,
            coalesce(lag(date) OVER (PARTITION BY symbol ORDER BY date), DATE '-infinity') AS since FROM steps),
        factors AS (SELECT *, unnest(range({Number($"greatest(since, {LakeSql.Date(first)})", Period)}, {Number("until - 1", Period)} + 1)) AS period
            FROM spans)
        SELECT b.*, f.factor FROM bars b LEFT JOIN factors f
            ON f.symbol = b.symbol AND f.period = {Number("b.date", Period)} AND b.date >= f.since AND b.date < f.until)
        """;

    /// <summary>The number of the period that a date is in.</summary>
    private static string Number(string date, int days) => $"({date} - DATE '1970-01-01') // {days}";
}
