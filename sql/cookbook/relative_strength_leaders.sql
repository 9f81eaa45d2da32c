-- Which ten stocks lead the market over the last four quarters, and in what sector are they?
SELECT c.symbol, i.name, i.sector, c.rs_rank, round(c.rs_mansfield_pct, 1) AS rs_mansfield_pct, round(c.drawdown_52w, 1) AS drawdown_52w, c.stage_label
FROM market_analysis_cache c
LEFT JOIN symbol_info i USING (symbol)
WHERE c.rs_rank IS NOT NULL
ORDER BY c.rs_score DESC
LIMIT 10;
