-- Dividends of every account by month and year: gross, tax withheld and net; in base currency, or in their own where no rate is known
with converted as (
    select account_id, day, is_gross, case when amount_in_base is null then currency else coalesce(base_currency, 'base') end as currency,
        coalesce(amount_in_base, amount) as amount
    from portfolio_dividend_payments
)
select account_id, period, cast(date_trunc(period, cast(day as timestamp)) as date) as period_start, currency,
    sum(case when is_gross then amount else 0 end) as gross, sum(case when is_gross then 0 else amount end) as withheld, sum(amount) as net,
    sum(case when is_gross then 1 else 0 end) as payments
from converted cross join (values ('month'), ('year')) periods (period)
group by account_id, period, cast(date_trunc(period, cast(day as timestamp)) as date), currency
