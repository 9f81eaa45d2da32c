-- price_data has one row per (symbol, date, interval).
-- severity: blocking
-- One bit per day and symbol finds the symbols with repeated dates in little memory; only those are grouped by date.
SELECT symbol, date, interval, count(*) AS rows
FROM price_data SEMI JOIN (
    SELECT symbol, interval FROM price_data GROUP BY ALL
    HAVING count(*) <> bit_count(bitstring_agg(CAST(greatest(least(date, DATE '2099-12-31'), DATE '1900-01-01') - DATE '1900-01-01' AS INTEGER), 0, 73050))
) USING (symbol, interval)
GROUP BY ALL HAVING count(*) > 1
