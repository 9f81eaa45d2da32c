-- Who are the members of an index on a day, and how did they do? DOW30 and the newest session here.
SELECT m.symbol, m.member_from, c.close, round(c.perf_1d, 1) AS perf_1d, round(c.perf_252d, 1) AS perf_252d,
    round(avg(c.perf_1d) OVER (), 2) AS equal_weight_1d
FROM members('DOW30', (SELECT max(date) FROM features)) m
JOIN market_analysis_cache c USING (symbol)
ORDER BY c.perf_252d DESC;
