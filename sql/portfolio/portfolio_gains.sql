-- Realized profit of every closed lot in its currency, and its split into price, exchange rate and dividends in base currency
-- P is the realized profit and C the cost of a lot in its currency, r0 and r1 are the rates to base currency on the days it was opened and closed.
-- A long lot costs C * r0 and returns (C + P) * r1, so price = P * r1 and currency = C * (r1 - r0); of a short lot currency = -C * (r1 - r0).
-- The product of both effects belongs to the price: (1 + local return) * (1 + currency return) - 1 (Bacon, Practical Portfolio Performance
-- Measurement and Attribution, 2nd ed., appendix B), which is also how the broker converts a realized profit. Futures and contracts for difference
-- are settled daily: their cost is never paid, so exchange rates change their profit alone.
-- Dividends: payments less tax with an ex-dividend date after the day of opening and not after that of closing, times quantity / units held. An
-- ex-dividend date not in the query is that of the dividend accrual, else the day of payment. Units held are those of the accrual, else those of the
-- last report, at most a week earlier, plus the trades since. A share is rounded to 6 decimal places. Statements with cash transactions must cover
-- every session of the holding, and the payment dates of the dividends accrued in it.
-- A value is null where the statements do not show what it needs; the column lacks says what.
with base as (
    select distinct on (account_id) account_id, base_currency from account_statements
    where base_currency is not null order by account_id, to_date desc, generated_at desc
), reporting as (
    select account_id, from_date, to_date, max(to_date) over (partition by account_id order by from_date, to_date
        rows between unbounded preceding and 1 preceding) >= coalesce(previous_session, from_date - 1) as is_adjacent
    from account_statements where concat(' ', sections, ' ') like '% cash_transactions %'
), linked as (
    select account_id, from_date, to_date, sum(case when is_adjacent then 0 else 1 end) over (partition by account_id order by from_date, to_date
        rows between unbounded preceding and current row) as number
    from reporting
), covered as (
    select account_id, min(from_date) as from_date, max(to_date) as to_date from linked group by account_id, number
), rated as (
    select account_id, currency, coalesce(trade_date, report_date) as day, fx_rate_to_base as rate, 0 as rank from trades
    union all select account_id, currency, report_date, fx_rate_to_base, 1 from position_history
    union all select account_id, currency, report_date, fx_rate_to_base, 2 from cash_transactions
), rates as (
    select distinct on (coalesce(b.base_currency, r.account_id), r.currency, r.day)
        coalesce(b.base_currency, r.account_id) as base, r.currency, r.day, r.rate
    from rated r left join base b on b.account_id = r.account_id where r.rate is not null and r.day is not null
    order by coalesce(b.base_currency, r.account_id), r.currency, r.day, r.rank, r.rate
), lot as (
    select l.account_id, l.lot_id, coalesce(l.model, '') as model, l.symbol, l.conid, l.asset_category, cast(l.open_date_time as date) as opened,
        coalesce(cast(l.date_time as date), l.report_date) as closed, l.report_date, l.currency, l.fx_rate_to_base, l.fifo_pnl_realized as realized,
        abs(l.quantity) as quantity, abs(l.cost) as cost, l.notes, b.base_currency, coalesce(b.base_currency, l.account_id) as base,
        case l.buy_sell when 'SELL' then 'long' when 'BUY' then 'short' end as side,
        coalesce(l.asset_category, 'STK') in ('FUT', 'CFD') as is_settled_daily,
        coalesce(l.asset_category, 'STK') in ('STK', 'FUND', 'CFD') as pays_dividends
    from closed_lots l left join base b on b.account_id = l.account_id
), unpaid as (
    select a.account_id, coalesce(a.model, '') as model, a.conid, a.ex_date from dividend_accruals a
    where a.pay_date > coalesce(a.date, a.ex_date)
        and not exists (select 1 from covered c where c.account_id = a.account_id and a.pay_date between c.from_date and c.to_date)
    group by a.account_id, coalesce(a.model, ''), a.conid, a.ex_date, a.pay_date having coalesce(sum(a.gross_amount), 1) <> 0
), split as (
    select l.*, exists (select 1 from covered c where c.account_id = l.account_id and c.from_date <= l.opened and c.to_date >= l.closed) as is_covered,
        exists (select 1 from unpaid u where u.account_id = l.account_id and u.model = l.model and u.conid = l.conid
            and l.opened < u.ex_date and u.ex_date <= l.closed) as has_unpaid,
        coalesce(case when l.currency = l.base_currency then 1 end, o.rate) as opening_rate,
        coalesce(case when l.currency = l.base_currency then 1 end, l.fx_rate_to_base, c.rate) as closing_rate
    from lot l
    left join rates o on o.base = l.base and o.currency = l.currency and o.day = l.opened
    left join rates c on c.base = l.base and c.currency = l.currency and c.day = l.closed
), accrual as (
    select distinct on (account_id, coalesce(model, ''), conid, pay_date) account_id, coalesce(model, '') as model, conid, pay_date, ex_date,
        abs(quantity) as quantity
    from dividend_accruals where pay_date is not null
    order by account_id, coalesce(model, ''), conid, pay_date, case when code like '%Po%' then 0 else 1 end, date desc nulls last, accrual_id
), dividend as (
    select p.account_id, p.model, p.conid, p.day, coalesce(max(p.ex_date), max(a.ex_date), p.day) as ex_date, max(a.quantity) as entitled,
        case when count(*) = count(p.amount_in_base) and p.conid is not null then sum(p.amount_in_base) end as amount
    from portfolio_dividend_payments p
    left join accrual a on a.account_id = p.account_id and a.model = p.model and a.conid = p.conid and a.pay_date = p.day
    group by p.account_id, p.model, p.conid, p.day
), reported as (
    select d.account_id, d.ex_date, max(s.positions_date) as day from (select distinct account_id, ex_date from dividend where entitled is null) d
    join account_statements s on s.account_id = d.account_id and s.positions_date < d.ex_date and s.positions_date >= d.ex_date - 7
    group by d.account_id, d.ex_date
), dated as (
    select d.*, r.day as reported from dividend d join reported r on r.account_id = d.account_id and r.ex_date = d.ex_date where d.entitled is null
), part as (
    select account_id, model, conid, day, 0 as quantity from dated
    union all
    select d.account_id, d.model, d.conid, d.day, h.quantity from dated d
    join position_history h on h.account_id = d.account_id and h.model = d.model and h.conid = d.conid and h.report_date = d.reported
    union all
    select d.account_id, d.model, d.conid, d.day, t.quantity from dated d
    join trades t on t.account_id = d.account_id and coalesce(t.model, '') = d.model and t.conid = d.conid
        and coalesce(t.report_date, t.trade_date) > d.reported and coalesce(t.trade_date, t.report_date) < d.ex_date
), units as (
    select account_id, model, conid, day, abs(sum(quantity)) as quantity from part group by account_id, model, conid, day
), held as (
    select d.*, coalesce(d.entitled, u.quantity) as units
    from dividend d left join units u on u.account_id = d.account_id and u.model = d.model and u.conid = d.conid and u.day = d.day
), share as (
    select l.account_id, l.lot_id, case when l.quantity <= h.units and not exists (select 1 from broker_corporate_actions a
            where a.account_id = l.account_id and a.conid = l.conid and a.quantity <> 0 and a.report_date > h.ex_date and a.report_date <= l.closed)
        then cast(h.amount * l.quantity / nullif(h.units, 0) as decimal(28, 6)) end as amount
    from lot l join held h on h.account_id = l.account_id and h.model = l.model and (h.conid = l.conid or h.conid is null)
        and (h.ex_date is null or l.opened < h.ex_date and h.ex_date <= l.closed)
    where l.pays_dividends
), received as (
    select account_id, lot_id, case when count(*) = count(amount) then sum(amount) end as amount, count(*) as payments from share group by account_id, lot_id
), valued as (
    select s.*, cast(s.realized * s.closing_rate as decimal(28, 12)) as price_gain,
        case when s.is_settled_daily or s.currency = s.base_currency then 0
            when s.side = 'long' then cast(s.cost * (s.closing_rate - s.opening_rate) as decimal(28, 12))
            when s.side = 'short' then cast(s.cost * (s.opening_rate - s.closing_rate) as decimal(28, 12)) end as currency_gain,
        case when not s.pays_dividends then 0 when s.conid is not null and s.is_covered and not s.has_unpaid then
            case when r.payments is null then 0 else r.amount end end as dividends
    from split s left join received r on r.account_id = s.account_id and r.lot_id = s.lot_id
)
select account_id, lot_id, model, symbol, conid, asset_category, opened, closed, side, quantity, currency, cost, realized, opening_rate, closing_rate,
    base_currency, price_gain, currency_gain, dividends, price_gain + currency_gain + dividends as gain, report_date, notes,
    nullif(concat_ws(', ', case when realized is null then 'the realized profit' end,
        case when realized is not null and price_gain is null then concat('the rate of ', coalesce(currency, 'its currency'), ' when it was closed') end,
        case when currency_gain is null and opened is not null and opening_rate is null
            then concat('the rate of ', coalesce(currency, 'its currency'), ' when it was opened') end,
        case when currency_gain is null and cost is null then 'the cost' end,
        case when currency_gain is null and side is null then 'Buy/Sell' end,
        case when opened is null and (currency_gain is null or dividends is null) then 'Open Date Time' end,
        case when dividends is null and opened is not null then case when not is_covered then 'Cash Transactions of every day it was held'
            when conid is null then 'Conid' when has_unpaid then 'the payment of a dividend'
            else 'the units held on an ex-dividend date or the rate of a dividend' end end), '') as lacks
from valued
