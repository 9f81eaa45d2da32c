-- Prices are finite and positive, low <= open, close <= high, and volume is not negative.
-- severity: blocking
SELECT * FROM price_data
WHERE NOT (isfinite(open) AND isfinite(high) AND isfinite(low) AND isfinite(close) AND low > 0
    AND high >= greatest(open, close) AND low <= least(open, close) AND volume >= 0)
