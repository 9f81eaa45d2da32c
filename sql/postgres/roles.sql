-- Three roles for the published tables, none of which can log in by itself. Run it as the owner of the tables, who may also create roles,
-- after the first run made them; again after an update of this program. psql "…" -f sql/postgres/roles.sql
--
--   create role nightly login password '…' in role quantmatrix_run;     -- QM_POSTGRES of every night
--   create role dashboard login password '…' in role quantmatrix_read;
--
-- quantmatrix_run publishes; of the history it may only add. It cannot change the shape of a table: the first run of a new version
-- that adds columns is done with QM_POSTGRES of the owner. quantmatrix_read reads market data, quantmatrix_portfolio reads accounts.

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
grant select on published_shape to quantmatrix_run;
grant execute on function market_analysis_history_partition(date) to quantmatrix_run;

-- Partitions need no rights of their own, those to come neither: they are reached through the table.
grant select on market_analysis_cache, market_analysis_history, index_constituents, job_run to quantmatrix_read;
grant select on market_analysis_history_latest, market_analysis_history_known, index_members to quantmatrix_run, quantmatrix_read;

-- What an account holds is read by those alone who may: grant quantmatrix_portfolio to …
do $$
declare account_table text;
begin
    foreach account_table in array array[
        'account_statements', 'tie_out_breaks', 'positions', 'position_history', 'tax_lots', 'trades', 'cash_transactions', 'dividend_accruals', 'interest_accruals',
        'account_balances', 'account_nav', 'account_nav_changes', 'transfers', 'option_events', 'broker_corporate_actions']
    loop
        execute format('grant select, insert, update, delete on %I to quantmatrix_run', account_table);
        execute format('grant select on %I to quantmatrix_portfolio', account_table);
    end loop;
end
$$;
