-- One row for each (symbol, date, interval).
SELECT symbol, date, interval, count(*) AS rows FROM price_data GROUP BY ALL HAVING count(*) > 1
