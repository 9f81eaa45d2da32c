-- A symbol is in an index once at a time.
SELECT index_name, symbol, count(*) AS open_intervals FROM index_constituents WHERE is_active GROUP BY ALL HAVING count(*) > 1
