-- What came after a fall of 5 % or more in one session: return over the next 5 and 20 sessions, and in excess of the median stock?
WITH r AS (SELECT symbol, date, close / lag(close) OVER w - 1 AS change, lead(close, 5) OVER w / close - 1 AS next_5,
    lead(close, 20) OVER w / close - 1 AS next_20 FROM price_data WINDOW w AS (PARTITION BY symbol ORDER BY date)),
e AS (SELECT *, next_5 - median(next_5) OVER (PARTITION BY date) AS excess_5, next_20 - median(next_20) OVER (PARTITION BY date) AS excess_20 FROM r)
SELECT year(date) AS year, count(*) AS falls, round(100 * avg(next_5), 2) AS next_5_pct, round(100 * avg(excess_5), 2) AS excess_5_pct,
    round(100 * avg(next_20), 2) AS next_20_pct, round(100 * avg(excess_20), 2) AS excess_20_pct, round(100 * avg((excess_20 > 0)::INT)) AS better_pct
FROM e
WHERE change <= -0.05 AND next_20 IS NOT NULL
GROUP BY ROLLUP (year(date))
ORDER BY year;
