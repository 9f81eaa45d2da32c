-- Which stocks are within two average true ranges above a rising trend line, and how often has the line been touched?
SELECT s.symbol, c.close, round(s.price, 2) AS line, s.touches, s.from_date AS first_pivot, s.second_date AS second_pivot,
    round((c.close - s.price) / c.atr_14, 1) AS atr_above
FROM structure s
JOIN market_analysis_cache c USING (symbol)
WHERE s.kind = 'line_rising' AND c.close - s.price BETWEEN 0 AND 2 * c.atr_14
ORDER BY s.touches DESC, (c.close - s.price) / c.atr_14;
