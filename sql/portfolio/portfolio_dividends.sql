-- Dividends of every account by month and year: gross, tax withheld and net; in base currency, or in their own where no rate is known
with base as (
    select distinct on (account_id) account_id, base_currency from account_statements
    where base_currency is not null order by account_id, to_date desc, generated_at desc
), paid as (
    select t.account_id, coalesce(cast(t.date_time as date), t.settle_date, t.report_date) as day, t.currency, t.amount, b.base_currency,
        t.type in ('Dividends', 'Payment In Lieu Of Dividends') as is_gross,
        coalesce(t.fx_rate_to_base, case when t.currency = b.base_currency then 1 end) as rate
    from cash_transactions t left join base b on b.account_id = t.account_id
    where t.type in ('Dividends', 'Payment In Lieu Of Dividends') or (t.type in ('Withholding Tax', '871(m) Withholding')
        and lower(coalesce(t.description, '')) not like '%credit int%' and lower(coalesce(t.description, '')) not like '%coupon%')
), converted as (
    select account_id, day, is_gross, case when rate is null then currency else coalesce(base_currency, 'base') end as currency,
        case when rate is null then amount else cast(amount * rate as decimal(28, 12)) end as amount
    from paid
)
select account_id, period, cast(date_trunc(period, cast(day as timestamp)) as date) as period_start, currency,
    sum(case when is_gross then amount else 0 end) as gross, sum(case when is_gross then 0 else amount end) as withheld, sum(amount) as net,
    sum(case when is_gross then 1 else 0 end) as payments
from converted cross join (values ('month'), ('year')) periods (period)
group by account_id, period, cast(date_trunc(period, cast(day as timestamp)) as date), currency
