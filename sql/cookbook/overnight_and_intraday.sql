-- When is the money made: from close to open or from open to close? Compounded over the last 252 sessions.
WITH s AS (SELECT symbol, date, open / lag(close) OVER w AS overnight, close / open AS intraday,
    row_number() OVER (PARTITION BY symbol ORDER BY date DESC) AS age FROM price_data WINDOW w AS (PARTITION BY symbol ORDER BY date))
SELECT symbol, round(100 * (product(overnight) - 1), 1) AS overnight_pct, round(100 * (product(intraday) - 1), 1) AS intraday_pct,
    round(100 * (product(overnight * intraday) - 1), 1) AS total_pct
FROM s
WHERE age <= 252
GROUP BY symbol
HAVING count(overnight) = 252
ORDER BY total_pct DESC;
