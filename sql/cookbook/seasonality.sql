-- In which months has the market risen: mean and median return of SPY, and the share of months that were positive?
WITH m AS (SELECT date_trunc('month', date) AS month, arg_max(close, date) AS close FROM bars('SPY') GROUP BY ALL),
r AS (SELECT month, close / lag(close) OVER (ORDER BY month) - 1 AS return FROM m
    QUALIFY lag(close) OVER (ORDER BY month) IS NOT NULL AND lead(month) OVER (ORDER BY month) IS NOT NULL)
SELECT month(month) AS month, count(*) AS years, round(100 * avg(return), 2) AS mean_pct, round(100 * median(return), 2) AS median_pct,
    round(100 * avg((return > 0)::INT)) AS positive_pct
FROM r
GROUP BY month(month)
ORDER BY month(month);
