-- The net asset value of a day equals the sum of its components, within half a cent; where the query has all of them.
-- severity: warning
SELECT account_id, report_date, concat('net asset value', CASE WHEN model <> '' THEN concat(' ', model) END) AS subject, expected, total AS found FROM (
    SELECT account_id, model, report_date, total,
        coalesce(cash, 0) + coalesce(stock, 0) + coalesce(options, 0) + coalesce(bonds, 0) + coalesce(notes, 0) + coalesce(funds, 0) + coalesce(commodities, 0)
            + coalesce(dividend_accruals, 0) + coalesce(interest_accruals, 0) + coalesce(other_components, 0) AS expected
    FROM account_nav WHERE not_checked IS NULL
) days
WHERE abs(total - expected) > 0.005
