-- Starting cash plus the movements of a period equals ending cash, per currency, within half a cent; where the query has what that needs.
-- severity: warning
SELECT account_id, to_date AS report_date,
    concat(currency, ' since ', from_date, CASE WHEN model <> '' THEN concat(' ', model) END) AS subject, expected, ending_cash AS found FROM (
    SELECT account_id, model, from_date, to_date, currency, ending_cash,
        coalesce(starting_cash, 0) + coalesce(commissions, 0) + coalesce(deposit_withdrawals, 0) + coalesce(dividends, 0) + coalesce(payment_in_lieu, 0)
            + coalesce(withholding_tax, 0) + coalesce(broker_interest, 0) + coalesce(bond_interest, 0)
            + coalesce(net_trades_sales, 0) + coalesce(net_trades_purchases, 0)
            + coalesce(cash_settling_mtm, 0) + coalesce(advisor_fees, 0) + coalesce(other_fees, 0) + coalesce(sales_tax, 0) + coalesce(transaction_tax, 0)
            + coalesce(account_transfers, 0) + coalesce(internal_transfers, 0)
            + coalesce(fx_translation_gain_loss, 0) + coalesce(other_movements, 0) AS expected
    FROM account_balances WHERE starting_cash IS NOT NULL AND ending_cash IS NOT NULL AND not_checked IS NULL
) periods
WHERE abs(ending_cash - expected) > 0.005
