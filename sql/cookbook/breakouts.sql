-- Which stocks closed above the highest high of the 20 sessions before, in the last 10 sessions, and what came of it?
WITH b AS (SELECT symbol, date, close, row_number() OVER w AS n, max(high) OVER (w ROWS BETWEEN 20 PRECEDING AND 1 PRECEDING) AS high_20,
    last_value(close) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last_close
    FROM price_data WINDOW w AS (PARTITION BY symbol ORDER BY date))
SELECT date, symbol, close, high_20, round(100 * (close / high_20 - 1), 2) AS above_pct, round(100 * (last_close / close - 1), 2) AS since_pct
FROM b
WHERE n > 20 AND close > high_20 AND date IN (SELECT DISTINCT date FROM price_data ORDER BY date DESC LIMIT 10)
ORDER BY date DESC, above_pct DESC;
