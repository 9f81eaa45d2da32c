-- Realized profit of every contract and statement in base currency: the sum of its closed lots, and that of the broker's summary
-- Compared are the summaries whose days a statement generated on the same day, of the same query or another, reports with closed lots, and none generated
-- on a later day: a correction changes lots, not the older summary. A contract with a profit from a corporate action is left out, as that closes no lot
-- of a trade.
with reported as (
    select account_id, from_date, to_date, cast(max(generated_at) as date) as day from account_statements
    where concat(' ', sections, ' ') like '% fifo_performance %' group by account_id, from_date, to_date
), closing as (
    select account_id, from_date, to_date, cast(generated_at as date) as day from account_statements
    where concat(' ', sections, ' ') like '% closed_lots %'
), newest as (
    select r.account_id, r.from_date, r.to_date from reported r
    where exists (select 1 from closing c
            where c.account_id = r.account_id and c.day = r.day and c.from_date <= r.from_date and c.to_date >= r.to_date)
        and not exists (select 1 from closing c
            where c.account_id = r.account_id and c.day > r.day and c.from_date <= r.to_date and c.to_date >= r.from_date)
), summary as (
    select account_id, from_date, to_date, model, conid, max(symbol) as symbol, sum(total_realized_pnl) as total_realized_pnl
    from fifo_performance where conid is not null and total_realized_pnl is not null group by account_id, from_date, to_date, model, conid
)
select f.account_id, f.from_date, f.to_date, f.model, f.symbol, f.conid, count(*) as lots, sum(g.price_gain) as lots_gain,
    sum(abs(g.price_gain)) as lots_turnover, f.total_realized_pnl as broker_gain, sum(g.price_gain) - f.total_realized_pnl as difference
from newest n
join summary f on f.account_id = n.account_id and f.from_date = n.from_date and f.to_date = n.to_date
join portfolio_gains g on g.account_id = f.account_id and g.model = f.model and g.conid = f.conid and g.report_date between f.from_date and f.to_date
where not exists (select 1 from broker_corporate_actions a
    where a.account_id = f.account_id and a.conid = f.conid and a.fifo_pnl_realized <> 0 and a.report_date between f.from_date and f.to_date)
group by f.account_id, f.from_date, f.to_date, f.model, f.symbol, f.conid, f.total_realized_pnl
having count(*) = count(g.price_gain)
