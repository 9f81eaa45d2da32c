using DuckDB.NET.Data;
using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators.Twins;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>A second implementation of the windowed columns: bars in an in-memory DuckDB, one SQL expression a column.</summary>
internal sealed class SqlEngine : IDisposable
{
    private const string Tables = """
        CREATE TABLE bars (symbol VARCHAR, i INTEGER, date DATE, open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE, volume DOUBLE);
        CREATE TABLE benchmark (date DATE, close DOUBLE);
        CREATE TABLE sessions (date DATE);
        """;

    private readonly DuckDBConnection connection = new("DataSource=:memory:");

    public SqlEngine(MarketInputs market, params IEnumerable<(string Symbol, Bar[] Bars)> series)
    {
        connection.Open();
        Execute(Tables);
        Append("bars", series.SelectMany(s => s.Bars.Select((b, i) =>
            new object[] { s.Symbol, i, Day.Date(b.Day), b.Open, b.High, b.Low, b.Close, (double)b.Volume })));
        Append("benchmark", market.Benchmark.Select(b => new object[] { Day.Date(b.Day), b.Close }));
        Append("sessions", market.Calendar.Sessions(new(2014, 12, 1), market.LastSettled).Select(d => new object[] { d }));
        // One statement at a time: in a single text the parser binds every named window to the first one.
        foreach (var statement in Views().Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) Execute(statement);
    }

    /// <summary>Values of every column of <see cref="SqlWindows"/> by symbol and column, oldest first.</summary>
    public Dictionary<(string Symbol, string Column), double[]> Compute()
    {
        string[] names = [.. SqlWindows.Expressions.Keys];
        using var command = connection.CreateCommand();
        var expressions = string.Join(",\n", names.Select(n => $"({SqlWindows.Expressions[n]})::DOUBLE AS {n}"));
        command.CommandText = $"SELECT symbol, {expressions} FROM ready WINDOW {Windows} ORDER BY symbol, i";
        using var reader = command.ExecuteReader();
        var values = new Dictionary<(string, string), List<double>>();
        while (reader.Read())
            for (var c = 0; c < names.Length; c++)
            {
                if (!values.TryGetValue((reader.GetString(0), names[c]), out var column)) values.Add((reader.GetString(0), names[c]), column = []);
                column.Add(reader.IsDBNull(c + 1) || !double.IsFinite(reader.GetDouble(c + 1)) ? double.NaN : reader.GetDouble(c + 1));
            }
        return values.ToDictionary(v => v.Key, v => v.Value.ToArray());
    }

    public void Dispose() => connection.Dispose();

    private static string Windows => string.Join(", ", SqlWindows.Lengths.Select(n => $"w{n} AS (PARTITION BY symbol ORDER BY date ROWS {n - 1} PRECEDING)")
        .Prepend("s AS (PARTITION BY symbol ORDER BY date)"));

    /// <summary>Tables read by the expressions: returns, flows, the close before each period, gaps and weeks beside each bar.</summary>
    private string Views() => $"""
        CREATE TABLE pairs AS SELECT b.symbol, date, b.close / lag(b.close) OVER s - 1 AS pair_return, r.close / lag(r.close) OVER s - 1 AS benchmark_return
            FROM bars b JOIN benchmark r USING (date) WINDOW s AS (PARTITION BY b.symbol ORDER BY date);

        CREATE TABLE moves AS SELECT b.*, (high + low + b.close) / 3 AS typical, lag(b.close) OVER s AS last_close,
                p.pair_return, p.benchmark_return, ln(b.close / lag(b.close) OVER s) AS log_return,
                CASE WHEN b.date - last_date <= 7 THEN b.close / last_benchmark END AS rs_line,
                100 * (b.close - {SqlWindows.Lowest(14)}) / ({SqlWindows.Highest(14)} - {SqlWindows.Lowest(14)}) AS raw_k,
                (SELECT count(*) FROM sessions x WHERE x.date > b.date) AS sessions_behind
            FROM bars b LEFT JOIN pairs p USING (symbol, date)
            ASOF LEFT JOIN (SELECT date AS last_date, close AS last_benchmark FROM benchmark) l ON b.date >= l.last_date WINDOW {Windows};
        UPDATE moves SET raw_k = NULL WHERE NOT isfinite(raw_k);

        CREATE TABLE flows AS SELECT *, {SqlWindows.Full("avg(raw_k)", "raw_k", 3)} AS stoch_k, {SqlWindows.Full("list(typical)", "typical", 20)} AS typical_20,
                CASE WHEN typical > lag(typical) OVER s THEN typical * volume WHEN i > 0 THEN 0 END AS inflow,
                CASE WHEN typical < lag(typical) OVER s THEN typical * volume WHEN i > 0 THEN 0 END AS outflow
            FROM moves WINDOW {Windows};

        CREATE TABLE periods AS SELECT symbol, i, {Before("month")}, {Before("quarter")}, {Before("year")} FROM bars b;

        CREATE TABLE gaps AS SELECT symbol, i, 'up' AS side, low AS edge, lag(high) OVER s AS other FROM bars
            WINDOW s AS (PARTITION BY symbol ORDER BY date) QUALIFY low > lag(high) OVER s AND 100 * (low / lag(high) OVER s - 1) >= 0.5;
        INSERT INTO gaps SELECT symbol, i, 'down', high, lag(low) OVER s FROM bars
            WINDOW s AS (PARTITION BY symbol ORDER BY date) QUALIFY high < lag(low) OVER s AND 100 * (lag(low) OVER s / high - 1) >= 0.5;
        CREATE TABLE gap_edges AS SELECT b.symbol, b.i, g.side, g.i AS gap, CASE g.side WHEN 'up' THEN min(l.low) ELSE max(l.high) END AS edge
            FROM bars b JOIN gaps g ON g.symbol = b.symbol AND g.i BETWEEN b.i - 119 AND b.i
            JOIN bars l ON l.symbol = b.symbol AND l.i BETWEEN g.i AND b.i GROUP BY b.symbol, b.i, g.side, g.i
            HAVING count(*) FILTER (l.i > g.i AND CASE g.side WHEN 'up' THEN l.low <= g.other ELSE l.high >= g.other END) = 0;
        CREATE TABLE open_gaps AS SELECT symbol, i, side, count(*) AS gaps, CASE side WHEN 'up' THEN max(edge) ELSE min(edge) END AS edge
            FROM gap_edges GROUP BY symbol, i, side;

        CREATE TABLE anchors AS SELECT symbol, i, -(min(struct_pack(x := low, i := -i)) OVER w252).i AS low_at,
                -(min(struct_pack(x := -high, i := -i)) OVER w252).i AS high_at
            FROM bars WINDOW {Windows};
        CREATE TABLE anchored AS SELECT symbol, a.i, {Anchored("low")}, {Anchored("high")} FROM anchors a JOIN moves m USING (symbol)
            WHERE a.i >= 59 AND m.i BETWEEN least(low_at, high_at) AND a.i GROUP BY symbol, a.i;

        CREATE TABLE weeks AS SELECT symbol, date_trunc('week', date) AS week, last(close ORDER BY date) AS close FROM bars GROUP BY ALL;
        CREATE TABLE benchmark_weeks AS SELECT date_trunc('week', date) AS week, last(close ORDER BY date) AS close FROM benchmark GROUP BY ALL;
        CREATE TABLE week_ends AS SELECT date_trunc('week', date) AS week, max(date) AS ends FROM sessions GROUP BY ALL;
        CREATE TABLE weekly AS SELECT w.symbol, e.ends, w.close, w.close / b.close AS ratio,
                CASE WHEN count(*) OVER w30 = 30 THEN avg(w.close) OVER w30 END AS mean
            FROM weeks w JOIN week_ends e USING (week) LEFT JOIN benchmark_weeks b USING (week)
            WINDOW w30 AS (PARTITION BY w.symbol ORDER BY week ROWS 29 PRECEDING);
        CREATE TABLE weekly_values AS SELECT symbol, ends, 100 * (mean / lag(mean, 5) OVER s - 1) AS slope, 100 * (close / mean - 1) AS distance,
                CASE WHEN count(ratio) OVER w52 = 52 THEN 100 * (ratio / avg(ratio) OVER w52 - 1) END AS strength
            FROM weekly WINDOW s AS (PARTITION BY symbol ORDER BY ends), w52 AS (PARTITION BY symbol ORDER BY ends ROWS 51 PRECEDING);

        CREATE TABLE ready AS SELECT f.*, p.* EXCLUDE (symbol, i), w.* EXCLUDE (symbol, ends), a.* EXCLUDE (symbol, i),
                CASE WHEN f.i > 0 THEN coalesce(u.gaps, 0) END AS gaps_up, u.edge AS gap_up,
                CASE WHEN f.i > 0 THEN coalesce(d.gaps, 0) END AS gaps_down, d.edge AS gap_down
            FROM flows f JOIN periods p USING (symbol, i) ASOF LEFT JOIN weekly_values w ON f.symbol = w.symbol AND f.date >= w.ends
            LEFT JOIN anchored a ON a.symbol = f.symbol AND a.i = f.i
            LEFT JOIN open_gaps u ON u.symbol = f.symbol AND u.i = f.i AND u.side = 'up'
            LEFT JOIN open_gaps d ON d.symbol = f.symbol AND d.i = f.i AND d.side = 'down';
        """;

    /// <summary>The last close before the period's first day.</summary>
    private static string Before(string period) => $"""
        (SELECT arg_max(e.close, e.date) FROM bars e WHERE e.symbol = b.symbol AND e.date < date_trunc('{period}', b.date)) AS before_{period}
        """;

    /// <summary>The average price paid since the session of the extreme.</summary>
    private static string Anchored(string extreme) => $"sum(typical * volume) FILTER (m.i >= {extreme}_at) "
        + $"/ nullif(sum(volume) FILTER (m.i >= {extreme}_at), 0) AS avwap_{extreme}_52w";

    private void Append(string table, IEnumerable<object[]> rows)
    {
        using var appender = connection.CreateAppender(table);
        foreach (var values in rows)
        {
            var row = appender.CreateRow();
            foreach (var value in values)
                _ = value switch
                {
                    string s => row.AppendValue(s),
                    int n => row.AppendValue(n),
                    double x => row.AppendValue(x),
                    DateOnly d => row.AppendValue((DateOnly?)d),
                    _ => throw new NotSupportedException(value.GetType().Name),
                };
            row.EndRow();
        }
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
