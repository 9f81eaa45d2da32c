-- Prices are finite and positive, the high is on top, the low at the bottom, the volume is not negative.
SELECT * FROM price_data
WHERE NOT (isfinite(open) AND isfinite(high) AND isfinite(low) AND isfinite(close) AND low > 0
    AND high >= greatest(open, close) AND low <= least(open, close) AND volume >= 0)
