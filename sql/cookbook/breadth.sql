-- How broad is the market: share of stocks above their 50- and 200-session averages, new highs and new lows, over the last sessions?
SELECT date, members, advances, declines, round(above_sma50, 1) AS above_sma50, round(above_sma200, 1) AS above_sma200, new_highs, new_lows
FROM market_breadth
WHERE "index" = 'ALL'
ORDER BY date DESC
LIMIT 60;
