-- market_analysis_history only grows: the server itself refuses to change or remove what is recorded, whoever asks.
-- It lies in partitions by month, which the running role has made by a function of the owner.

create function market_analysis_history_refuse() returns trigger language plpgsql as $$
begin
    raise exception '% of % is refused: what is recorded is never changed; add a new revision of the day instead', tg_op, tg_table_name
        using errcode = 'restrict_violation', hint = './run.sh run record_daily_history --set record_daily_history.restate=REASON';
end
$$;

-- On every partition too: a partition gets the trigger of rows from here, that of TRUNCATE from the function below.
create trigger refuse_change before update or delete on market_analysis_history
    for each row execute function market_analysis_history_refuse();
create trigger refuse_truncate before truncate on market_analysis_history
    for each statement execute function market_analysis_history_refuse();
alter table market_analysis_history enable always trigger refuse_change;
alter table market_analysis_history enable always trigger refuse_truncate;

-- Makes the partition of a day's month. It is filled with what it needs and then attached: readers of the history do not wait for that.
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
comment on function market_analysis_history_partition(date) is 'Makes the partition of market_analysis_history for the month of a day, unless it is there';
revoke execute on function market_analysis_history_partition(date) from public;

-- A function with the owner's rights looks for names in this schema alone.
do $$
begin
    execute format('alter function market_analysis_history_partition(date) set search_path = %I, pg_temp', current_schema());
end
$$;
