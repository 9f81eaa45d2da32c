-- How liquid is each stock: median dollar volume of the last 60 sessions, and the position that is 1 % of it?
SELECT symbol, round(median(close * volume) / 1e6, 1) AS dollar_volume_millions, round(0.01 * median(close * volume) / arg_max(close, date)) AS shares_of_1_pct
FROM price_data
WHERE date IN (SELECT DISTINCT date FROM price_data ORDER BY date DESC LIMIT 60)
GROUP BY symbol
ORDER BY median(close * volume) DESC;
