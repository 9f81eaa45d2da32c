-- Which pairs of stocks move together the most: correlation of the daily returns of the last 120 sessions?
WITH r AS (SELECT symbol, date, ln(close / lag(close) OVER (PARTITION BY symbol ORDER BY date)) AS return FROM price_data
    QUALIFY row_number() OVER (PARTITION BY symbol ORDER BY date DESC) <= 120)
SELECT a.symbol AS first, b.symbol AS second, round(corr(a.return, b.return), 3) AS correlation, count(*) AS sessions
FROM r a
JOIN r b ON a.date = b.date AND a.symbol < b.symbol
GROUP BY a.symbol, b.symbol
HAVING count(*) >= 100
ORDER BY corr(a.return, b.return) DESC
LIMIT 20;
