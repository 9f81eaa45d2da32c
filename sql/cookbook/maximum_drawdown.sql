-- What was the deepest fall of each stock from a closing high, when did it begin and end, and has it recovered?
WITH p AS (SELECT symbol, date, close, max(close) OVER (PARTITION BY symbol ORDER BY date) AS peak FROM price_data),
d AS (SELECT symbol, min(close / peak - 1) AS fall, arg_min(date, close / peak) AS low_date, arg_min(peak, close / peak) AS peak FROM p GROUP BY symbol)
SELECT d.symbol, round(100 * d.fall, 1) AS fall_pct, max(p.date) FILTER (p.date <= d.low_date AND p.close = d.peak) AS peak_date, d.low_date,
    min(p.date) FILTER (p.date > d.low_date AND p.close >= d.peak) AS recovered
FROM d
JOIN p USING (symbol)
GROUP BY d.symbol, d.fall, d.low_date, d.peak
ORDER BY d.fall;
