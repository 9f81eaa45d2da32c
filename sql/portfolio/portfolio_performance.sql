-- Time-weighted return of every account by month, quarter, year and statement, beside the broker's; percent
-- A step runs from one net asset value to the next: (closing + paid out) / (opening + paid in). The return of a period is the product of its
-- steps less one (time-weighted return of the GIPS standards, with receipts at the start and payments at the end of a step, as the broker does).
-- The value of an account broken out by model is the sum over its models. The return is null where
-- a step cannot be computed: no value above zero, or payments without a rate to base currency or not in the query.
with base as (
    select distinct on (account_id) account_id, base_currency from account_statements
    where base_currency is not null order by account_id, to_date desc, generated_at desc
), reported as (
    select account_id, max(case when concat(' ', sections, ' ') like '% cash_transactions %' then 1 else 0 end) = 1 as has_cash
    from account_statements group by account_id
), valued as (
    select account_id, report_date, sum(total) as total from account_nav group by account_id, report_date
), nav as (
    select account_id, report_date, total, lag(report_date) over (partition by account_id order by report_date) as since,
        lag(total) over (partition by account_id order by report_date) as opening
    from valued
), flow as (
    select t.account_id, coalesce(t.report_date, cast(t.date_time as date)) as day,
        cast(t.amount * coalesce(t.fx_rate_to_base, case when t.currency = b.base_currency then 1 end) as decimal(28, 12)) as amount
    from cash_transactions t left join base b on b.account_id = t.account_id where t.type = 'Deposits & Withdrawals'
    union all
    select t.account_id, coalesce(t.report_date, t.date), case when t.direction = 'OUT' then -1 else 1 end
        * abs(coalesce(nullif(t.position_amount_in_base, 0),
            cast(t.position_amount * coalesce(t.fx_rate_to_base, case when t.currency = b.base_currency then 1 end) as decimal(28, 12))))
    from transfers t left join base b on b.account_id = t.account_id where coalesce(t.position_amount, t.position_amount_in_base, 0) <> 0
), step as (
    select n.account_id, n.since, n.report_date, n.opening, n.total as closing, coalesce(sum(f.amount), 0) as flows,
        case when max(case when f.account_id is not null and f.amount is null then 1 else 0 end) = 0 and bool_or(t.has_cash)
            then cast(n.total - coalesce(sum(case when f.amount < 0 then f.amount end), 0) as double precision)
                / nullif(cast(n.opening + coalesce(sum(case when f.amount > 0 then f.amount end), 0) as double precision), 0) end as growth
    from nav n join reported t on t.account_id = n.account_id
    left join flow f on f.account_id = n.account_id and f.day > n.since and f.day <= n.report_date
    where n.since is not null
    group by n.account_id, n.since, n.report_date, n.opening, n.total
), broker as (
    select account_id, from_date, to_date, 1 + cast(twr as double precision) / 100 as growth from account_nav_changes
    where twr is not null and model = ''
), own_and_broker as (
    select s.*, max(b.growth) as broker_growth
    from step s left join broker b on b.account_id = s.account_id and b.from_date > s.since and b.to_date = s.report_date
    group by s.account_id, s.since, s.report_date, s.opening, s.closing, s.flows, s.growth
), dated as (
    select s.*, period, cast(date_trunc(period, cast(s.report_date as timestamp)) as date) as period_start, cast(null as date) as period_end
    from own_and_broker s cross join (values ('month'), ('quarter'), ('year')) periods (period)
    union all
    select s.*, 'statement', b.from_date, b.to_date from own_and_broker s
    join broker b on b.account_id = s.account_id and s.report_date between b.from_date and b.to_date
    where exists (select 1 from nav n where n.account_id = b.account_id and n.report_date = b.to_date)
), linked as (
    select account_id, period, period_start, min(since) as from_date, max(report_date) as to_date, min(report_date) as first_date, sum(flows) as flows,
        count(*) as steps,
        case when count(*) = count(case when growth > 0 then 1 end) then exp(sum(ln(case when growth > 0 then growth end))) end as growth,
        case when count(*) = count(case when broker_growth > 0 then 1 end)
            then exp(sum(ln(case when broker_growth > 0 then broker_growth end))) end as broker_growth
    from dated group by account_id, period, period_start, period_end
), compared as (
    select l.*, coalesce(l.broker_growth, (select max(b.growth) from broker b where b.account_id = l.account_id and b.to_date = l.to_date
        and b.from_date > l.from_date and b.from_date <= l.first_date)) as broker
    from linked l
)
select c.account_id, c.period, c.period_start, c.from_date, c.to_date, o.total as starting_value, e.total as ending_value, c.flows, c.steps,
    100 * (c.growth - 1) as twr_pct, 100 * (c.broker - 1) as broker_twr_pct, 100 * (c.growth - c.broker) as difference_pct
from compared c
join valued o on o.account_id = c.account_id and o.report_date = c.from_date
join valued e on e.account_id = c.account_id and e.report_date = c.to_date
