-- The tax lots of a position sum to its quantity; checked when the account's newest report contains lots.
-- severity: warning
SELECT account_id, report_date, concat(conid, ' ', symbol) AS subject, sum(lots) AS expected, sum(held) AS found FROM (
    SELECT account_id, report_date, conid, symbol, 0 AS lots, quantity AS held
    FROM positions WHERE (account_id, report_date) IN (SELECT account_id, report_date FROM tax_lots)
    UNION ALL SELECT account_id, report_date, conid, symbol, quantity, 0
    FROM tax_lots WHERE (account_id, report_date) IN (SELECT account_id, report_date FROM positions)
) sides
GROUP BY account_id, report_date, conid, symbol HAVING sum(lots) <> sum(held)
