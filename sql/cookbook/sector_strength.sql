-- Which sectors are strong: median performance over 1, 20 and 60 sessions, and the share of stocks in stage 2?
SELECT i.sector, count(*) AS stocks, round(median(c.perf_1d), 1) AS perf_1d, round(median(c.perf_20d), 1) AS perf_20d,
    round(median(c.perf_60d), 1) AS perf_60d, round(100 * avg((c.stage_label = '2')::INT)) AS stage_2_pct, round(avg(c.rs_rank)) AS rs_rank
FROM market_analysis_cache c
JOIN symbol_info i USING (symbol)
WHERE i.sector IS NOT NULL
GROUP BY i.sector
ORDER BY median(c.perf_60d) DESC;
