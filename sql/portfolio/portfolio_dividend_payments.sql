-- Dividends, payments in lieu and the tax withheld from them, without the tax on interest and coupons; one row per payment
with base as (
    select distinct on (account_id) account_id, base_currency from account_statements
    where base_currency is not null order by account_id, to_date desc, generated_at desc
)
select t.account_id, coalesce(t.model, '') as model, t.conid, coalesce(cast(t.date_time as date), t.settle_date, t.report_date) as day, t.ex_date,
    t.type in ('Dividends', 'Payment In Lieu Of Dividends') as is_gross, t.currency, t.amount, b.base_currency,
    cast(t.amount * coalesce(t.fx_rate_to_base, case when t.currency = b.base_currency then 1 end) as decimal(28, 12)) as amount_in_base
from cash_transactions t left join base b on b.account_id = t.account_id
where t.type in ('Dividends', 'Payment In Lieu Of Dividends') or (t.type in ('Withholding Tax', '871(m) Withholding')
    and lower(coalesce(t.description, '')) not like '%credit int%' and lower(coalesce(t.description, '')) not like '%coupon%')
