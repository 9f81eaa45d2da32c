-- A symbol has at most one open membership interval per index.
-- severity: blocking
SELECT index_name, symbol, count(*) AS open_intervals FROM index_constituents WHERE is_active GROUP BY index_name, symbol HAVING count(*) > 1
