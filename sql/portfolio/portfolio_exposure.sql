-- Exposure of every account by currency and by sector: value in base currency and percent of the net asset value
-- Futures and contracts for difference count with their unrealized profit: their value is not part of the net asset value. Cash counts in its
-- currency. A value is null where one of its amounts has no rate to base currency.
with base as (
    select distinct on (account_id) account_id, base_currency from account_statements
    where base_currency is not null order by account_id, to_date desc, generated_at desc
), dated as (
    select account_id, max(report_date) as report_date from positions group by account_id
), held as (
    select p.account_id, p.currency, coalesce(p.asset_category, 'STK') as category, p.ticker, p.quantity,
        coalesce(p.fx_rate_to_base, case when p.currency = b.base_currency then 1 end) as rate,
        case when p.asset_category in ('FUT', 'CFD') then p.fifo_pnl_unrealized else p.position_value end as amount
    from positions p left join base b on b.account_id = p.account_id where p.quantity <> 0
), valued as (
    select account_id, report_date, sum(total) as total from account_nav group by account_id, report_date
), rates as (
    select account_id, currency, max(rate) as rate from held where rate is not null group by account_id, currency
), cash as (
    select c.account_id, c.currency, c.ending_cash as amount, coalesce(r.rate, case when c.currency = b.base_currency then 1 end) as rate
    from account_balances c join dated d on d.account_id = c.account_id and d.report_date = c.to_date
    left join base b on b.account_id = c.account_id left join rates r on r.account_id = c.account_id and r.currency = c.currency
    where c.currency <> 'BASE_SUMMARY' and c.ending_cash <> 0
        and c.from_date = (select max(x.from_date) from account_balances x where x.account_id = c.account_id and x.to_date = c.to_date)
), sectors as (
    select distinct on (symbol) symbol, sector from index_constituents
    where sector is not null order by symbol, case when index_name = 'SP500' then 0 else 1 end, last_seen_at desc
), part as (
    select account_id, 'currency' as grouped_by, currency as name, amount, rate from held
    union all select account_id, 'currency', currency, amount, rate from cash
    union all
    select h.account_id, 'sector', case when h.category = 'STK' then coalesce(s.sector, 'not in an index table') else h.category end, h.amount, h.rate
    from held h left join sectors s on s.symbol = h.ticker
    union all select account_id, 'sector', 'cash', amount, rate from cash
), summed as (
    select account_id, grouped_by, name, count(*) as positions,
        case when count(*) = count(amount) and count(*) = count(rate) then sum(cast(amount * rate as decimal(28, 12))) end as value
    from part group by account_id, grouped_by, name
)
select s.account_id, s.grouped_by, s.name, s.positions, s.value, b.base_currency as base, d.report_date,
    100 * cast(s.value as double precision) / nullif(cast(n.total as double precision), 0) as percent_of_nav
from summed s join dated d on d.account_id = s.account_id
left join base b on b.account_id = s.account_id
left join valued n on n.account_id = s.account_id and n.report_date = d.report_date
