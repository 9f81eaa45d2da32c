-- Which open gaps are the nearest below the price, in multiples of the average true range?
SELECT s.symbol, s.from_date AS gap_session, round(s.low, 2) AS low, round(s.high, 2) AS high, c.close,
    round((c.close - s.high) / c.atr_14, 1) AS atr_away
FROM structure s
JOIN market_analysis_cache c USING (symbol)
WHERE s.kind = 'gap_up'
ORDER BY (c.close - s.high) / c.atr_14, s.symbol, s.from_date
LIMIT 20;
