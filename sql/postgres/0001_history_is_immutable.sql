-- Makes market_analysis_history append-only: the server rejects updates, deletes and truncation by any role, including the owner.
-- The table is partitioned by month; the run role creates partitions through a function with the owner's rights.

create function market_analysis_history_refuse() returns trigger language plpgsql as $$
begin
    raise exception '% on % is not allowed: recorded rows are immutable; add a new revision of the day instead', tg_op, tg_table_name
        using errcode = 'restrict_violation', hint = './run.sh run record_daily_history --set record_daily_history.restate=REASON';
end
$$;

-- Partitions inherit the row trigger from the table; the function below adds the TRUNCATE trigger to each partition.
create trigger refuse_change before update or delete on market_analysis_history
    for each row execute function market_analysis_history_refuse();
create trigger refuse_truncate before truncate on market_analysis_history
    for each statement execute function market_analysis_history_refuse();
alter table market_analysis_history enable always trigger refuse_change;
alter table market_analysis_history enable always trigger refuse_truncate;

-- Creates the partition for the month of a day. The new table is attached once it is complete, so that readers of the history are not blocked.
create function market_analysis_history_partition(day date) returns void language plpgsql security definer as $$
declare
    month date := date_trunc('month', day);
    partition text := 'market_analysis_history_' || to_char(month, 'YYYY_MM');
begin
    if to_regclass(partition) is not null then
        return;
    end if;
    execute format('create table %I (like market_analysis_history including storage including compression)', partition);
    execute format('create trigger refuse_truncate before truncate on %I
        for each statement execute function market_analysis_history_refuse()', partition);
    execute format('alter table %I enable always trigger refuse_truncate', partition);
    execute format('alter table market_analysis_history attach partition %I for values from (%L) to (%L)', partition, month, month + interval '1 month');
end
$$;
comment on function market_analysis_history_partition(date) is 'Creates the partition of market_analysis_history for the month of a day if it does not exist';
revoke execute on function market_analysis_history_partition(date) from public;

-- A SECURITY DEFINER function must resolve names in this schema only.
do $$
begin
    execute format('alter function market_analysis_history_partition(date) set search_path = %I, pg_temp', current_schema());
end
$$;
