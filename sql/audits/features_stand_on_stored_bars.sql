-- Every features row has a stored bar with the values it was computed from.
-- severity: blocking
SELECT f.symbol, f.date FROM features f LEFT JOIN price_data p USING (symbol, date)
WHERE (f.open, f.high, f.low, f.close, f.volume) IS DISTINCT FROM (p.open, p.high, p.low, p.close, p.volume)
