using Apache.Arrow;
using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Indicators;
using QuantMatrix.Indicators.Intraday;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Intraday;

/// <summary>The columns of 5-minute bars against the same columns in SQL, evaluated by DuckDB over the lake.</summary>
public sealed class IntradayTwinTests : IDisposable
{
    /// <summary>2024-11-29 and 2024-12-24 close at 13:00.</summary>
    private const string Twin = """
        WITH b AS (SELECT *, CASE WHEN date IN (DATE '2024-11-29', DATE '2024-12-24') THEN 42 ELSE 78 END AS n FROM price_data_5m),
        per AS (SELECT symbol, date, sum((high + low + close) / 3 * volume) / sum(volume) AS vwap, arg_min(open, slot) AS open, arg_max(close, slot) AS close,
            max(high) FILTER (slot < 6) AS orh, min(low) FILTER (slot < 6) AS orl,
            CASE WHEN max(slot) >= n - 12 THEN arg_max(close, slot) FILTER (slot < n - 12) END AS before, count(*) AS slots FROM b GROUP BY symbol, date, n),
        rv AS (SELECT symbol, date, 100 * sqrt(252 * sum(power(ln(close / prev), 2))) AS volatility FROM (
            SELECT *, coalesce(lag(close) OVER (PARTITION BY symbol, date ORDER BY slot), open) AS prev FROM b) GROUP BY ALL HAVING count(*) > 1),
        i AS (SELECT b.*, s.i FROM b JOIN (SELECT symbol, date, row_number() OVER (PARTITION BY symbol ORDER BY date) AS i FROM per) s USING (symbol, date)),
        usual AS (SELECT t.symbol, t.date, t.slot, t.volume, median(e.volume) AS usual FROM i t JOIN i e
            ON e.symbol = t.symbol AND e.slot = t.slot AND e.i BETWEEN t.i - 20 AND t.i - 1 WHERE t.i > 20 GROUP BY ALL),
        tod AS (SELECT symbol, date, sum(volume) / sum(usual) AS relative FROM usual GROUP BY ALL),
        twin AS (SELECT symbol, date, vwap, 100 * (close / vwap - 1) AS vwap_distance_pct, orh AS opening_range_high, orl AS opening_range_low,
            CASE WHEN close > orh THEN 100 * (close / orh - 1) WHEN close < orl THEN 100 * (close / orl - 1) WHEN orh IS NOT NULL THEN 0 END
                AS opening_range_breakout_pct,
            relative AS relative_volume_tod, 100 * (open / lag(close) OVER (PARTITION BY symbol ORDER BY date) - 1) AS overnight_return_pct,
            100 * (close / open - 1) AS intraday_return_pct, 100 * (close / before - 1) AS last_hour_return_pct, volatility AS realized_volatility_pct, slots
            FROM per LEFT JOIN rv USING (symbol, date) LEFT JOIN tod USING (symbol, date))
        """;

    private readonly TempFolder folder = new();
    private readonly DataLake lake;

    public IntradayTwinTests() =>
        lake = new DataLake(folder["lake"], new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 3, 0, 0, TimeSpan.Zero)), 2, Catalogue.Standard.FeatureSchema);

    public void Dispose()
    {
        lake.Dispose();
        folder.Dispose();
    }

    /// <param name="seed">Of the walk.</param>
    /// <param name="share">Of slots with a bar.</param>
    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 0.7)]
    [InlineData(3, 0.05)]
    public async Task Every_column_is_that_of_sql_over_the_lake(int seed, double share)
    {
        var calendar = new SessionCalendar([]);
        List<DateOnly> sessions = [.. calendar.Sessions(new(2024, 11, 12), new(2025, 1, 8))];
        var series = new[] { "AAA", "BBB" }.Select((symbol, s) => new IntradaySeries(symbol, Walk(calendar, sessions, seed * 10 + s, share), "test")).ToList();
        var commit = lake.Begin("run");
        await commit.AddAsync(series, CancellationToken.None);
        List<IntradayFeature> rows = [.. series.SelectMany(s => new SessionFeatures(calendar, s.Bars).Of(s.Symbol, 0))];
        foreach (var month in rows.GroupBy(r => PriceData5m.MonthOf(Day.Date(r.Day))))
            await commit.ReplaceMonthAsync(IntradayFeatureTable.Table, month.Key, [.. month], CancellationToken.None);
        commit.Publish();

        foreach (var column in IntradayColumns.Names.Append("slots"))
            (await ScalarAsync($"{Twin} SELECT count(*) FROM twin t JOIN intraday_features f USING (symbol, date) "
                + $"WHERE (t.{column} IS NULL) <> (f.{column} IS NULL) "
                + $"OR abs(t.{column} - f.{column}) > 1e-9 * greatest(1, abs(t.{column}))")).ShouldBe(0, column);
        (await ScalarAsync($"{Twin} SELECT count(*) FROM twin t JOIN intraday_features USING (symbol, date)")).ShouldBe(rows.Count);
        (await ScalarAsync("SELECT count(relative_volume_tod) FROM intraday_features")).ShouldBe(2 * (sessions.Count - SessionFeatures.VolumeSessions));
    }

    /// <summary>At least the first slot of each session has a bar.</summary>
    private static List<IntradayBar> Walk(SessionCalendar calendar, List<DateOnly> sessions, int seed, double share)
    {
        var (random, bars, price) = (new Random(seed), new List<IntradayBar>(), 50.0);
        foreach (var session in sessions)
            for (var slot = 0; slot < SessionSlots.Count(calendar, session); slot++)
            {
                var (open, close) = (price * (1 + 0.004 * (random.NextDouble() - 0.5)), price * (1 + 0.01 * (random.NextDouble() - 0.5)));
                var (high, low) = (Math.Max(open, close) * (1 + 0.002 * random.NextDouble()), Math.Min(open, close) * (1 - 0.002 * random.NextDouble()));
                if (random.NextDouble() < share || slot == 0) bars.Add(new(Day.Of(session), slot, open, high, low, close, random.Next(1, 90_000)));
                price = close;
            }
        return bars;
    }

    private async Task<long> ScalarAsync(string query)
    {
        var batch = (await lake.TableAsync(lake.Current(), $"SELECT * FROM ({query})", CancellationToken.None))!;
        return ((Int64Array)batch.Column(0)).GetValue(0)!.Value;
    }
}
