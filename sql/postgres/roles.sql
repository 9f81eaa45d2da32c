-- Creates three group roles (no login) for the published tables and grants their rights. Run this script as the owner of the tables, who
-- needs CREATEROLE, after the first run and again after every update of this program: psql "…" -f sql/postgres/roles.sql
--
--   create role nightly login password '…' in role quantmatrix_run;     -- QM_POSTGRES of the nightly run
--   create role dashboard login password '…' in role quantmatrix_read;
--
-- quantmatrix_run publishes and can only insert into the history. It cannot alter tables: run a new version that adds columns once with
-- QM_POSTGRES set to the owner. quantmatrix_read reads market data, quantmatrix_portfolio reads account data.

do $$
begin
    if to_regrole('quantmatrix_run') is null then create role quantmatrix_run nologin; end if;
    if to_regrole('quantmatrix_read') is null then create role quantmatrix_read nologin; end if;
    if to_regrole('quantmatrix_portfolio') is null then create role quantmatrix_portfolio nologin; end if;
    execute format('grant usage on schema %I to quantmatrix_run, quantmatrix_read, quantmatrix_portfolio', current_schema());
    execute format('grant temporary on database %I to quantmatrix_run', current_database());
end
$$;

grant select, insert, update, delete on market_analysis_cache, index_constituents, job_run to quantmatrix_run;
grant select, insert on market_analysis_history to quantmatrix_run;
grant select, insert, update, delete on run_lease, published_inputs to quantmatrix_run;
grant select on published_shape to quantmatrix_run;
grant execute on function market_analysis_history_partition(date) to quantmatrix_run;

-- Partitions, existing and future, need no grants: they are accessed through the table.
grant select on market_analysis_cache, market_analysis_history, index_constituents, job_run to quantmatrix_read;
grant select on market_analysis_history_latest, market_analysis_history_known, index_members to quantmatrix_run, quantmatrix_read;

-- Account data is readable by quantmatrix_portfolio only; grant that role to users who may see it.
do $$
declare account_table text;
begin
    foreach account_table in array array[
        'account_statements', 'tie_out_breaks', 'tie_out_checks', 'positions', 'position_history', 'tax_lots', 'trades', 'cash_transactions',
        'dividend_accruals', 'interest_accruals', 'account_balances', 'account_nav', 'account_nav_changes', 'transfers',
        'option_events', 'broker_corporate_actions', 'closed_lots', 'fifo_performance', 'portfolio_dividend_payments', 'portfolio_dividends',
        'portfolio_performance', 'portfolio_gains', 'portfolio_gains_by_statement', 'portfolio_exposure']
    loop
        execute format('grant select, insert, update, delete on %I to quantmatrix_run', account_table);
        execute format('grant select on %I to quantmatrix_portfolio', account_table);
    end loop;
end
$$;
