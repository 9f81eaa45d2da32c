-- The cache holds the newest features row of every symbol that has features, and no other symbol.
-- severity: blocking
SELECT symbol, c.date AS cache, f.date AS features
FROM market_analysis_cache c FULL JOIN (SELECT symbol, max(date) AS date FROM features GROUP BY symbol) f USING (symbol)
WHERE c.date IS DISTINCT FROM f.date
