-- What did a stock return in each month? One row per year, AAPL here.
WITH m AS (SELECT year(date) AS year, month(date) AS month, arg_max(close, date) AS close FROM bars('AAPL') GROUP BY ALL),
r AS (SELECT year, month, round(100 * (close / lag(close) OVER (ORDER BY year, month) - 1), 1) AS return_pct FROM m)
PIVOT r ON month IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) USING first(return_pct) GROUP BY year
ORDER BY year;
