-- Which stocks are the most oversold although they are above their 200-session average?
SELECT symbol, date, close, round(rsi_14, 1) AS rsi_14, round(pct_dist_sma_200, 1) AS pct_dist_sma_200, stage_label
FROM market_analysis_cache
WHERE rsi_14 < 40 AND pct_dist_sma_200 > 0
ORDER BY market_analysis_cache.rsi_14
LIMIT 20;
