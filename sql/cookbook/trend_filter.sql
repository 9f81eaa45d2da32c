-- What if SPY had been held only after closes above its 200-session average? Growth of 1 per year, without costs, interest and dividends.
WITH s AS (SELECT date, close, avg(close) OVER (w ROWS 199 PRECEDING) AS sma_200, row_number() OVER w AS n FROM bars('SPY') WINDOW w AS (ORDER BY date)),
r AS (SELECT date, close / lag(close) OVER w AS growth, lag(close > sma_200) OVER w AS held, lag(n) OVER w AS n FROM s WINDOW w AS (ORDER BY date))
SELECT year(date) AS year, count(*) AS sessions, count(*) FILTER (held) AS held, round(product(growth), 4) AS always,
    round(product(if(held, growth, 1)), 4) AS filtered
FROM r
WHERE n >= 200
GROUP BY ROLLUP (year(date))
ORDER BY year NULLS LAST;
