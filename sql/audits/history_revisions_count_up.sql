-- Revisions of a recorded day are 1, 2, 3 …, and every one after the first has its reason.
SELECT symbol, date, count(*) AS revisions, max(revision) AS newest FROM market_analysis_history
GROUP BY symbol, date HAVING count(*) <> max(revision) OR count(*) FILTER (revision > 1 AND reason IS NULL) > 0
