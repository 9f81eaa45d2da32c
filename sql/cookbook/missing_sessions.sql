-- Which bars are missing: sessions of SPY on which a stock has none after its first, refused ones included?
WITH s AS (SELECT date FROM bars('SPY')), f AS (SELECT symbol, min(date) AS first FROM price_data GROUP BY symbol)
SELECT f.symbol, s.date, q.reason, q.status
FROM f
JOIN s ON s.date > f.first
ANTI JOIN price_data p ON p.symbol = f.symbol AND p.date = s.date
LEFT JOIN quarantine q ON q.symbol = f.symbol AND q.date = s.date::VARCHAR
ORDER BY f.symbol, s.date;
