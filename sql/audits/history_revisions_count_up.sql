-- Revisions of a recorded day count 1, 2, 3 …, and each after the first states its reason.
-- severity: blocking
SELECT symbol, date, count(*) AS revisions, max(revision) AS newest FROM market_analysis_history
GROUP BY symbol, date HAVING count(*) <> max(revision) OR count(*) FILTER (WHERE revision > 1 AND reason IS NULL) > 0
