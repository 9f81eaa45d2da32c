-- Previous positions plus trades, transfers and corporate actions equal current positions; checked when a statement covers every movement since.
-- severity: warning
WITH rolled AS (SELECT DISTINCT account_id, positions_date AS report_date, rolls_from FROM account_statements WHERE rolls_from IS NOT NULL)
SELECT account_id, report_date, concat(conid, ' ', max(symbol)) AS subject, sum(moved) AS expected, sum(held) AS found FROM (
    SELECT s.account_id, s.report_date, h.conid, h.symbol, h.quantity AS moved, 0 AS held
    FROM rolled s JOIN position_history h ON h.account_id = s.account_id AND h.report_date = s.rolls_from
    UNION ALL SELECT s.account_id, s.report_date, t.conid, t.symbol, t.quantity, 0
    FROM rolled s JOIN trades t ON t.account_id = s.account_id AND t.report_date > s.rolls_from AND t.report_date <= s.report_date
        AND coalesce(t.asset_category, '') <> 'CASH'
    UNION ALL SELECT s.account_id, s.report_date, t.conid, t.symbol, CASE WHEN t.direction = 'OUT' AND t.quantity > 0 THEN -t.quantity ELSE t.quantity END, 0
    FROM rolled s JOIN transfers t ON t.account_id = s.account_id AND t.report_date > s.rolls_from AND t.report_date <= s.report_date
    UNION ALL SELECT s.account_id, s.report_date, a.conid, a.symbol, a.quantity, 0
    FROM rolled s JOIN broker_corporate_actions a ON a.account_id = s.account_id AND a.report_date > s.rolls_from AND a.report_date <= s.report_date
    UNION ALL SELECT s.account_id, s.report_date, h.conid, h.symbol, 0, h.quantity
    FROM rolled s JOIN position_history h ON h.account_id = s.account_id AND h.report_date = s.report_date
) sides
WHERE conid IS NOT NULL
GROUP BY account_id, report_date, conid HAVING sum(moved) <> sum(held)
