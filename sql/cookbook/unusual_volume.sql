-- Where was volume unusual in the last month: more than twice the average of the 50 sessions before?
WITH v AS (SELECT symbol, date, close, volume, 100 * (close / lag(close) OVER w - 1) AS change_pct,
    avg(volume) OVER (w ROWS BETWEEN 50 PRECEDING AND 1 PRECEDING) AS average, count(*) OVER (w ROWS BETWEEN 50 PRECEDING AND 1 PRECEDING) AS n
    FROM price_data WINDOW w AS (PARTITION BY symbol ORDER BY date))
SELECT date, symbol, volume, round(volume / average, 1) AS times_average, round(change_pct, 1) AS change_pct
FROM v
WHERE n = 50 AND volume > 2 * average AND date > (SELECT max(date) FROM price_data) - INTERVAL 1 MONTH
ORDER BY volume / average DESC
LIMIT 40;
